export { Button, IconButton, LinkButton, MoneyButton } from "./Button";
export { ConfirmButton } from "./ConfirmButton";
export { EmptyState, ErrorNotice, Notice, SkeletonRows } from "./Notice";
export { Chip, CountBadge, KeyCap, StatePill } from "./Pill";
export type { Tone } from "./Pill";
export { SettingsFault, SETTINGS_FAULT } from "./SettingsFault";
export { Card, DialogActions, Facts, Label, Page, Panel } from "./Surface";
export { Area, MiddleEllipsis, Meter, Money, RelativeTime, Share, UtcTime } from "./Values";
