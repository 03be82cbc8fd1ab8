import { qrCode } from '@/lib/qr-code';

/** A QR code, made on the server. It is dark on white in every colour scheme, because many readers see nothing else. */
export function QrCodeImage({ text, label }: { text: string; label: string }) {
  const { size, path } = qrCode(text);
  return (
    <svg
      className="qr-code"
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={label}
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
