/**
 * The device's position, asked for on a click only, and rounded before it leaves.
 *
 * Two decimals are about a kilometre: enough to know the commune, too little to know the door.
 */
const PATIENCE_MS = 15_000;
const RECENT_MS = 300_000;

const rounded = (degrees) => Math.round(degrees * 100) / 100;

/** Browsers give positions to secure pages only. */
export const canLocate = () => isSecureContext && "geolocation" in navigator;

/** @returns {Promise<{lat: number, lon: number}|null>} null when refused or unknown */
export function locate() {
  const options = { enableHighAccuracy: false, timeout: PATIENCE_MS, maximumAge: RECENT_MS };
  return new Promise((resolve) => {
    const found = ({ coords }) => resolve({ lat: rounded(coords.latitude), lon: rounded(coords.longitude) });
    navigator.geolocation.getCurrentPosition(found, () => resolve(null), options);
  });
}
