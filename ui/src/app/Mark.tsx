/** The program's mark: a tilted strip of imagery with its scan lines. */
export function Mark() {
  return (
    <svg width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.9" strokeLinejoin="round" aria-hidden>
      <path d="M7.2 2.8 21 6.4 16.8 21.2 3 17.6Z" />
      <path d="M5.8 7.7l13.8 3.6M4.4 12.7l13.8 3.6" />
    </svg>
  );
}
