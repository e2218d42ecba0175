/*
 * Whether a clinic's colour can be read on the planner's page, as WCAG 2.2 reckons it. Used by the planner in a frame
 * and by the page on which a clinic chooses its options.
 */

const LEAST = 4.5; // WCAG 2.2, 1.4.3
// The page and the cards on it, as in the style sheets. On the accent stands text in the colour of a card.
const LIGHT = [[251, 249, 244], [255, 255, 255]];
const DARK = [[21, 24, 22], [31, 36, 33]];
const WHITE = LIGHT[1];
// How much of the accent there is in the ground of what is chosen, as in embed.css.
const SOFT = 0.12;

/**
 * Red, green and blue of a colour of three or six hexadecimal digits, null when it is none.
 * @param {string} written
 */
export function colourOf(written) {
  const digits = written.replace(/^(.)(.)(.)$/, "$1$1$2$2$3$3");
  return /^[\da-f]{6}$/i.test(digits) ? [0, 2, 4].map((at) => parseInt(digits.slice(at, at + 2), 16)) : null;
}

/**
 * The accent as a style sheet takes it, "" where it cannot be read. On dark ground a lighter tint stands in for a
 * dark colour.
 * @param {number[]} colour
 * @param {boolean} onDark
 */
export function accentOn(colour, onDark) {
  const grounds = onDark ? DARK : LIGHT;
  for (let tint = 0; tint <= Number(onDark); tint += 0.1) {
    const accent = mixed(colour, WHITE, tint);
    if ([...grounds, mixed(grounds[1], accent, SOFT)].every((ground) => contrast(accent, ground) >= LEAST)) return `rgb(${accent})`;
  }
  return "";
}

/**
 * The ratio of two colours, from 1 to 21.
 * @param {number[]} one
 * @param {number[]} other
 */
export function contrast(one, other) {
  const [less, more] = [one, other].map(luminance).sort((a, b) => a - b);
  return (more + 0.05) / (less + 0.05);
}

/** @param {number[]} colour */
function luminance(colour) {
  const [red, green, blue] = colour.map((channel) => (channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/**
 * The colour at a share of the way from one to another.
 * @param {number[]} one
 * @param {number[]} other
 * @param {number} share
 */
function mixed(one, other, share) {
  return one.map((channel, at) => Math.round(channel + (other[at] - channel) * share));
}
