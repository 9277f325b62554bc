import { Combobox, Drawer, Menu, Modal, Notification, Popover, Tooltip, createTheme } from "@mantine/core";

export const theme = createTheme({
  fontFamily: "var(--font)",
  fontFamilyMonospace: "var(--mono)",
  primaryColor: "blue",
  defaultRadius: "sm",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    // Locking the scroll adds a style element, which the content policy forbids; the page itself never scrolls.
    Modal: Modal.extend({
      defaultProps: {
        lockScroll: false,
        centered: true,
        transitionProps: { duration: 140 },
        radius: 12,
        closeButtonProps: { "aria-label": "Close" },
        // The head of a dialog is not the head of the page.
        attributes: { header: { role: "presentation" } },
      },
    }),
    Notification: Notification.extend({ defaultProps: { closeButtonProps: { "aria-label": "Dismiss" } } }),
    Drawer: Drawer.extend({ defaultProps: { lockScroll: false, transitionProps: { duration: 160 } } }),
    // What closes by a press within it gives the keyboard back to its button, as dialogs and menus do.
    Popover: Popover.extend({ defaultProps: { radius: 10, transitionProps: { duration: 120 }, returnFocus: true } }),
    // A field with a list never gives the focus away, and must not take it back from the next field.
    Combobox: Combobox.extend({ defaultProps: { returnFocus: false } }),
    Menu: Menu.extend({ defaultProps: { radius: 10, withInitialFocusPlaceholder: false, transitionProps: { duration: 120 } } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 350, withArrow: false, events: { hover: true, focus: true, touch: false } } }),
  },
});
