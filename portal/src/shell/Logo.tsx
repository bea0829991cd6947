/** A small plant with three leaves. */
export function Logo({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable="false">
      <rect width="32" height="32" rx="8" fill="#0b6e6e" />
      <g fill="none" stroke="#fff" strokeWidth="2.4" strokeLinecap="round">
        <path d="M16 26V14M16 19c-5 0-7-3-7-6M16 16c5 0 7-3 7-6" />
      </g>
      <circle cx="16" cy="10" r="3" fill="#fff" />
      <circle cx="9" cy="10.5" r="2.4" fill="#fff" />
      <circle cx="23" cy="7.5" r="2.4" fill="#fff" />
    </svg>
  );
}
