// Copies pinned files of npm into the product, with their licences: `npm ci && npm run vendor`.
// The results are committed, so that neither a server nor a newcomer needs Node.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import postcss from "postcss";
import selectorParser from "postcss-selector-parser";

const here = dirname(fileURLToPath(import.meta.url));
const from = (...path) => join(here, "node_modules", ...path);
const web = (...path) => join(here, "..", "src", "linli", "base", "web", "static", ...path);
const fonts = (...path) => join(here, "..", "src", "linli", "base", "papers", "fonts", ...path);
const tests = (...path) => join(here, "..", "tests", "browser", "vendor", ...path);
const words = (file) => readFileSync(join(here, file), "utf8").split("\n").map((line) => line.trim()).filter((line) => line && !line.startsWith("#"));

function copy(source, target) {
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(source, target);
}

// The kit is ten times what we use. A selector stays when each of its classes is one of `classes.txt`.
const allowed = words("classes.txt").map((line) => new RegExp(`^(?:${line})$`));
const isAllowed = (name) => allowed.some((pattern) => pattern.test(name));

function isUsed(selector) {
  let used = true;
  selectorParser((root) => {
    root.walkClasses((node) => { if (!isAllowed(node.value)) used = false; });
    // Tabler's own theme switches, of which we use data-bs-theme on the root only.
    root.walkAttributes((node) => { if (/^data-(theme|bs-navbar|bs-theme-|layout|tblr|bs-popper)/.test(node.attribute)) used = false; });
  }).processSync(selector);
  return used;
}

function dropUnusedVariables(root) {
  for (let dropped = true; dropped;) {
    dropped = false;
    const reads = new Set(root.toString().match(/var\(\s*--[\w-]+/g)?.map((text) => text.replace(/^var\(\s*/, "")));
    root.walkDecls(/^--/, (declaration) => {
      if (!reads.has(declaration.prop)) { declaration.remove(); dropped = true; }
    });
  }
}

function shrink(css) {
  const root = postcss.parse(css);
  root.walkAtRules("charset", (rule) => { rule.remove(); });
  root.walkRules((rule) => {
    if (rule.parent.type === "atrule" && /keyframes$/.test(rule.parent.name)) return;
    rule.selectors = rule.selectors.filter(isUsed).length ? rule.selectors.filter(isUsed) : [":not(*)"];
    if (rule.selector === ":not(*)") rule.remove();
  });
  dropUnusedVariables(root);
  root.walkAtRules(/keyframes$/, (rule) => {
    if (!new RegExp(`animation[^;}]*\\b${rule.params}\\b`).test(root.toString())) rule.remove();
  });
  root.walkRules((rule) => { if (!rule.nodes.length) rule.remove(); });
  root.walkAtRules((rule) => { if (rule.nodes && !rule.nodes.length) rule.remove(); });
  return root;
}

// "auto" follows the machine without a script: the dark rules once more, inside a media query.
function addAutomaticDark(root) {
  const dark = postcss.atRule({ name: "media", params: "(prefers-color-scheme: dark)" });
  root.walkRules(/data-bs-theme=["']?dark/, (rule) => {
    if (rule.parent.type === "atrule") return; // what is said for paper stays with paper
    const copyOfRule = rule.clone();
    copyOfRule.selectors = rule.selectors.filter((text) => /data-bs-theme=["']?dark/.test(text)).map((text) => text.replace(/\[data-bs-theme=["']?dark["']?\]/g, "[data-bs-theme=auto]"));
    dark.append(copyOfRule);
  });
  root.append(dark);
}

function tabler() {
  const root = shrink(readFileSync(from("@tabler", "core", "dist", "css", "tabler.min.css"), "utf8"));
  addAutomaticDark(root);
  root.walkComments((comment) => comment.text.includes("sourceMappingURL") && comment.remove()); // we ship no map
  const banner = "/*! Tabler 1.6.1, MIT, copyright 2018-2026 The Tabler Authors and codecalm.net Pawel Kuna; cut to what we use by frontend/vendor.mjs */\n";
  mkdirSync(web("vendor"), { recursive: true });
  writeFileSync(web("vendor", "tabler.css"), `${banner}@layer kit, tokens, parts;@layer kit{${root.toString().replace(/\/\*# sourceMappingURL=.*?\*\//, "")}}\n`);
}

function icons() {
  const symbols = words("icons.txt").map((name) => {
    const svg = readFileSync(from("@tabler", "icons", "icons", "outline", `${name}.svg`), "utf8");
    const shapes = svg.slice(svg.indexOf(">") + 1, svg.lastIndexOf("</svg>")).replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none" \/>/, "");
    return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.replace(/\s*\n\s*/g, "").trim()}</symbol>`;
  });
  writeFileSync(web("vendor", "icons.svg"), `<!-- Tabler Icons 3.51.0, MIT -->\n<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`);
}

tabler();
icons();
copy(from("@tabler", "icons", "LICENSE"), web("vendor", "tabler.LICENSE"));
copy(from("htmx.org", "dist", "htmx.min.js"), web("vendor", "htmx.min.js"));
copy(from("htmx.org", "LICENSE"), web("vendor", "htmx.LICENSE"));
copy(from("leaflet", "dist", "leaflet.js"), web("vendor", "leaflet", "leaflet.js"));
writeFileSync(web("vendor", "leaflet", "leaflet.js"), readFileSync(from("leaflet", "dist", "leaflet.js"), "utf8").replace(/\n\/\/# sourceMappingURL=.*/, ""));
writeFileSync(web("vendor", "leaflet", "leaflet.css"), `/*! Leaflet 1.9.4, BSD-2-Clause */\n@layer kit{${readFileSync(from("leaflet", "dist", "leaflet.css"), "utf8")}}\n`);
for (const image of ["layers.png", "layers-2x.png", "marker-icon.png"]) copy(from("leaflet", "dist", "images", image), web("vendor", "leaflet", "images", image));
copy(from("leaflet", "LICENSE"), web("vendor", "leaflet", "LICENSE"));
copy(from("@expo-google-fonts", "noto-sans-sc", "400Regular", "NotoSansSC_400Regular.ttf"), fonts("NotoSansSC-Regular.ttf"));
copy(from("@expo-google-fonts", "noto-sans-sc", "LICENSE_FONT"), fonts("OFL.txt"));
copy(from("axe-core", "axe.min.js"), tests("axe.min.js"));
copy(from("axe-core", "LICENSE"), tests("axe.LICENSE"));
