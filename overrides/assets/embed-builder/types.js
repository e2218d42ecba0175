/*
 * Shapes of what the builder is given and of what a person chooses in it, for the type checker only: nothing imports
 * this file. macros/components/builder.py makes what is given.
 */

/** @typedef {"link" | "address" | "html"} Takes what a kind of site takes */

/**
 * A wait that a clinic may give: the shortest that any published row allows, and all the rows.
 * @typedef {{ least: number, rows: { least: number, kind: string }[] }} ClinicWait
 */

/**
 * @typedef {object} BuilderGiven
 * @property {string} site the address of the guide, with a slash at its end
 * @property {string} root the same, as seen from the page at hand
 * @property {string} live the folder of the embed pages that always have the newest facts
 * @property {Record<string, string>} pages the folder of a task's page below that
 * @property {Record<string, string>} full the page of the guide that says the same in full
 * @property {Record<string, string>} titles of the embed pages, by folder
 * @property {string} html the code, with names in curly brackets
 * @property {string} style of the frame
 * @property {Record<string, ClinicWait>} waits by the letter of the option
 * @property {{ longest_wait: number, longest_name: number, height: number }} limits
 * @property {Record<string, Takes>} takes what each kind of site takes
 * @property {Record<string, string>} problems
 * @property {{ not_carried: string, not_used: string, wait_needs_name: string, parts: Record<string, string> }} notes
 * @property {Record<string, string>} said
 */

/**
 * What stands in the form, by the name of the question; "" where nothing does.
 * @typedef {Record<string, string>} Choices
 */
