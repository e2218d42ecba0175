// What the built pages are held to. Each rule that is off has its reason beside it.
export default {
  extends: ["html-validate:standard", "html-validate:a11y"],
  rules: {
    // Minor ways of writing, which no browser or reader can tell apart:
    "doctype-style": "off",
    "void-style": "off",
    "attribute-boolean-style": "off",
    "attribute-empty-style": "off",
    "no-trailing-whitespace": "off",
    // Titles of pages end in the guide's name, which search results cut if they must.
    "long-title": "off",
    // A label may both wrap its field and name it: some voice control goes by one, some by the other.
    "no-redundant-for": "off",
    // Ids come from headings; any id a browser takes is good.
    "valid-id": ["error", { relaxed: true }],
  },
};
