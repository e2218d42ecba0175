/* Print the wait that a guide publishes between two treatments.

   node wait.mjs ADDRESS FIRST THEN [KIND] [AREA]

   ADDRESS leads to rules.json. KIND and AREA may be left out or be "unsure".
   A page imports findWait. It needs Node 18 or newer, or a browser. */

/** The rule that holds, or the row that says that none is published. */
export function findWait(data, first, then, kind = "unsure", area = "unsure") {
  const kinds = data.treatments
    .filter(({ id }) => id === first || id === then)
    .flatMap((treatment) => treatment.kinds.map(({ id }) => id));
  // Not sure of the kind: look at each of them. [null] is for no kinds.
  const all = kinds.length ? kinds : [null];
  const possible = kinds.includes(kind) ? [kind] : all;
  // Not sure of the area: count it as the same.
  const counted = area === "apart" ? "apart" : "same";
  return possible
    .map((each) => findRow(data, first, then, each, counted))
    .reduce((one, other) => (isMoreCareful(other, one) ? other : one));
}

/** The row for one kind and one area. */
function findRow(data, first, then, kind, area) {
  const combine = data.rules.filter(({ purpose }) => purpose === "combine");
  const found = [...combine, ...data.no_published_rule].find(
    (row) =>
      row.from === first &&
      row.to === then &&
      [area, "any"].includes(row.area) &&
      // A row without a kind is for all kinds.
      (row.kind ?? kind) === kind,
  );
  if (found) return found;
  throw new Error(`The file says nothing of ${first}, then ${then}.`);
}

/** No published rule is the most careful: ask first. */
function isMoreCareful(one, other) {
  if (!("advised" in one) || !("advised" in other)) {
    return !("advised" in one) && "advised" in other;
  }
  for (const key of ["not_before", "advised", "prefer_other_order"]) {
    if (one[key] !== other[key]) return one[key] > other[key];
  }
  return false;
}

async function main(address, ...asked) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const data = await answer.json();
  if (data.format.split(".")[0] !== "1") {
    throw new Error(`This program reads format 1, not ${data.format}.`);
  }
  const row = findWait(data, ...asked);
  if ("advised" in row) {
    console.log("Rule:", row.id);
    console.log("Not before: day", row.not_before);
    console.log("Advised: from day", row.advised);
    // An absent limit is not 0: it is not known.
    console.log("Past the usual window: from day", row.until ?? "(not known)");
    if (row.condition) console.log("Only if:", row.condition);
    if (row.prefer_other_order) console.log("The other order may be better.");
    console.log("How sure:", data.meanings.certainty[row.certainty]);
  } else {
    console.log("No published rule:", row.why);
  }
  console.log(data.notice);
  console.log(data.attribution);
}

if (globalThis.process?.argv[1]?.endsWith("wait.mjs")) {
  await main(...process.argv.slice(2));
}
