// Finds the headings that answer a reader's words. Only calculates: it knows no page and no clock.

/**
 * What is searched, as the publish step writes it.
 *
 * @typedef {object} Index
 * @property {[address: string, title: string, description: string, headings: [id: string, words: string][]][]} pages
 * @property {string} words A line for each word: the word, then the numbers of the places whose text has it.
 *   A page is one place, followed by its headings. Each number is the distance from the one before.
 * @property {[says: string[], means: string][]} synonyms Readers' words, and ours for the same.
 * @property {string[]} dull Words that tell no place from another.
 * @property {Record<string, string>} texts What the dialog says.
 * @property {string} styles Its style sheet.
 */

/**
 * @typedef {object} Place A page (its id is "") or a heading on it.
 * @property {string} address
 * @property {string} id
 * @property {string} title Of the page.
 * @property {string} words Of the heading, or of the page's title.
 * @property {string} description Of the page.
 */

/**
 * @typedef {object} Ready An index that has been unpacked.
 * @property {Place[]} places
 * @property {Map<string, Map<number, number>>} weights For each word, how much it weighs in each place.
 * @property {Map<string, string[]>} synonyms
 * @property {Set<string>} readers Every word of the synonyms.
 * @property {Set<string>} dull
 */

const MOST_RESULTS = 8;
const MOST_OF_ONE_PAGE = 3;
const LONGEST_PHRASE = 5;
// Places with less than this share of the best one's score are left out.
const LEAST = 0.1;

// A word may end in any of these and still be the same word.
const ENDINGS = new Set(["", "s", "es", "e", "y", "ies", "ed", "er", "ers", "ing", "ings", "ly", "ion", "ions"]);

const IN_HEADING = 8;
const IN_TITLE = 10;
const IN_DESCRIPTION = 3;
const IN_TITLE_ABOVE = 2;

/**
 * The words of a text, in small letters without accents.
 *
 * @param {string} text
 * @returns {string[]}
 */
export function wordsOf(text) {
  return (
    text
      .normalize("NFD")
      .replace(/[\u0300-\u036f'\u2019]/g, "")
      .toLowerCase()
      .match(/[a-z0-9]+/g) || []
  );
}

/**
 * @param {Index} index
 * @returns {Ready}
 */
export function unpack(index) {
  /** @type {Place[]} */
  const places = [];
  /** @type {Map<string, Map<number, number>>} */
  const weights = new Map();
  /** @type {(text: string, place: number, weight: number) => void} */
  const weigh = (text, place, weight) => {
    for (const word of wordsOf(text)) {
      const found = weights.get(word) || new Map();
      found.set(place, Math.max(weight, found.get(place) || 0));
      weights.set(word, found);
    }
  };
  // A word says more about "Risks" than about a heading that asks a long question.
  /** @type {(text: string, place: number, weight: number) => void} */
  const weighHeading = (text, place, weight) => weigh(text, place, weight * (0.75 + 0.5 / wordsOf(text).length));
  for (const [address, title, description, headings] of index.pages) {
    weighHeading(title, places.length, IN_TITLE);
    weigh(description, places.length, IN_DESCRIPTION);
    places.push({ address, id: "", title, words: title, description });
    for (const [id, words] of headings) {
      weighHeading(words, places.length, IN_HEADING);
      weigh(title, places.length, IN_TITLE_ABOVE);
      places.push({ address, id, title, words, description });
    }
  }
  for (const line of index.words.split("\n")) {
    const [word, ...steps] = line.split(" ");
    let place = 0;
    for (const step of steps) {
      place += parseInt(step, 36);
      weigh(word, place, 1);
    }
  }
  /** @type {Map<string, string[]>} */
  const synonyms = new Map();
  for (const [says, means] of index.synonyms) {
    for (const phrase of says) synonyms.set(keyOf(wordsOf(phrase)), wordsOf(means));
  }
  const readers = new Set(index.synonyms.flatMap(([says]) => says.flatMap(wordsOf)));
  return { places, weights, synonyms, readers, dull: new Set(index.dull) };
}

/**
 * The places that answer best, best first.
 *
 * @param {Ready} ready
 * @param {string} text What the reader typed.
 * @returns {{ places: Place[], read: string }} `read` is how misspelled words were read; "" when none was.
 */
export function search(ready, text) {
  const typed = wordsOf(text);
  const { wanted, read } = understand(ready, typed);
  /** @type {Map<number, { score: number, met: number }>} */
  const found = new Map();
  for (const { word, extra } of wanted) {
    for (const [place, score] of scoresOf(ready, word)) {
      const sum = found.get(place) || { score: 0, met: 0 };
      sum.score += extra ? score * 0.3 : score;
      sum.met += extra ? 0 : 1;
      found.set(place, sum);
    }
  }
  const asked = wanted.filter((each) => !each.extra).length;
  const ranked = [...found]
    .filter(([, sum]) => sum.met > 0)
    .map(([place, sum]) => ({ place, score: sum.score * (sum.met / asked) ** 2 }))
    .sort((a, b) => b.score - a.score || a.place - b.place);
  /** @type {Map<string, number>} */
  const taken = new Map();
  const places = ranked
    .filter(({ score }) => score >= ranked[0].score * LEAST)
    .map(({ place }) => ready.places[place])
    .filter(({ address }) => {
      taken.set(address, (taken.get(address) || 0) + 1);
      return (taken.get(address) || 0) <= MOST_OF_ONE_PAGE;
    })
    .slice(0, MOST_RESULTS);
  return { places, read };
}

/**
 * The reader's words in ours. What the reader typed stays wanted as an extra, which helps and is not missed.
 *
 * @param {Ready} ready
 * @param {string[]} typed
 * @returns {{ wanted: { word: string, extra: boolean }[], read: string }}
 */
function understand(ready, typed) {
  const spelled = typed.map((word) => (isKnown(ready, word) ? word : nearest(ready, word)));
  const wanted = [];
  for (let start = 0; start < spelled.length; ) {
    let length = Math.min(LONGEST_PHRASE, spelled.length - start);
    while (length > 0 && !ready.synonyms.has(keyOf(spelled.slice(start, start + length)))) length -= 1;
    const phrase = spelled.slice(start, start + Math.max(length, 1));
    const ours = ready.synonyms.get(keyOf(phrase));
    for (const word of ours || []) wanted.push({ word, extra: false });
    for (const word of phrase) if (!ready.dull.has(word)) wanted.push({ word, extra: ours !== undefined });
    start += phrase.length;
  }
  // Only dull words: then they are all there is to go by.
  if (wanted.length === 0) wanted.push(...spelled.map((word) => ({ word, extra: false })));
  return { wanted, read: spelled.some((word, place) => word !== typed[place]) ? spelled.join(" ") : "" };
}

/**
 * A phrase as synonyms are looked up: one form for one and many.
 *
 * @param {string[]} words
 * @returns {string}
 */
function keyOf(words) {
  return words.map((word) => (word.length > 3 ? word.replace(/s$/, "") : word)).join(" ");
}

/**
 * How well a word of the index answers a word that is wanted, from 0 to 1.
 *
 * @param {string} wanted
 * @param {string} word
 * @returns {number}
 */
function likeness(wanted, word) {
  if (wanted === word) return 1;
  if (wanted.length > 1 && word.startsWith(wanted)) return 0.5 + (0.4 * wanted.length) / word.length;
  let same = 0;
  while (same < wanted.length && wanted[same] === word[same]) same += 1;
  const isForm = same >= 4 && ENDINGS.has(wanted.slice(same)) && ENDINGS.has(word.slice(same));
  return isForm ? 0.7 : 0;
}

/**
 * @param {Ready} ready
 * @param {string} wanted
 * @returns {Map<number, number>} How much each place has of a word.
 */
function scoresOf(ready, wanted) {
  /** @type {Map<number, number>} */
  const scores = new Map();
  for (const [word, places] of ready.weights) {
    const like = likeness(wanted, word);
    if (like === 0) continue;
    const rarity = Math.log(1 + ready.places.length / places.size);
    for (const [place, weight] of places) {
      scores.set(place, Math.max(scores.get(place) || 0, like * weight * rarity));
    }
  }
  return scores;
}

/**
 * @param {Ready} ready
 * @param {string} wanted
 * @returns {boolean}
 */
function isKnown(ready, wanted) {
  if (ready.weights.has(wanted) || ready.readers.has(wanted) || ready.dull.has(wanted)) return true;
  for (const word of ready.weights.keys()) if (likeness(wanted, word) > 0) return true;
  return false;
}

/**
 * The word that a misspelled one most likely is; the same word when none is near.
 *
 * @param {Ready} ready
 * @param {string} wanted
 * @returns {string}
 */
function nearest(ready, wanted) {
  const most = wanted.length >= 6 ? 2 : wanted.length >= 4 ? 1 : 0;
  let best = wanted;
  let bestCost = most + 1;
  /** @type {(word: string, uses: number) => void} */
  const consider = (word, uses) => {
    if (Math.abs(word.length - wanted.length) > most) return;
    // Of words equally near, the same first letter wins, then the word that is used more.
    const cost = distance(wanted, word) + (word[0] === wanted[0] ? 0 : 0.5) - Math.min(uses, 99) / 1000;
    if (cost < bestCost) {
      bestCost = cost;
      best = word;
    }
  };
  for (const [word, places] of ready.weights) consider(word, places.size);
  for (const word of ready.readers) consider(word, 0);
  return best;
}

/**
 * How many letters must be added, left out, changed or swapped with the next to make one word of the other.
 *
 * @param {string} a
 * @param {string} b
 * @returns {number}
 */
export function distance(a, b) {
  /** @type {number[]} */
  let before = [];
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const above = row;
    row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(changed, above[j] + 1, row[j - 1] + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j], before[j - 2] + 1);
      }
    }
    before = above;
  }
  return row[b.length];
}
