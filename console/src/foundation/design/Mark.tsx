/** The mark: a ticket with a quarter cut out like a clock at 24. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="currentColor" aria-hidden className="mark">
      <path
        fillRule="evenodd"
        d="M5 6h22a3 3 0 0 1 3 3v3.5a3.5 3.5 0 0 0 0 7V23a3 3 0 0 1-3 3H5a3 3 0 0 1-3-3v-3.5a3.5 3.5 0 0 0 0-7V9a3 3 0 0 1 3-3Zm11 3a7 7 0 1 0 7 7h-7V9Z"
      />
      <path d="M18 8.4A7 7 0 0 1 23.6 14H18V8.4Z" opacity=".45" />
    </svg>
  );
}
