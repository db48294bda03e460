// Asks MathJax what it reads in formulas that KaTeX lacks, for tests/typeset/test_families.py. Needs
// `npm install mathjax@4 @mathjax/mathjax-mhchem-font-extension`.
//
//   python -m tests.typeset.test_families | node scripts/mathjax-leaves.mjs \
//     > tests/typeset/data/mathjax-leaves.json
//
// Takes a JSON list of formulas and gives, for each, the texts of its MathML as katex-leaves.mjs does,
// or why MathJax does not read it.

import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';

// Where npm installed it: in the working directory, rarely beside this script.
const require = createRequire(join(process.cwd(), 'mathjax-leaves.mjs'));
const {version} = require('mathjax/package.json');

const EXTENSIONS = [
  'ams', 'amscd', 'bbox', 'begingroup', 'boldsymbol', 'braket', 'cancel', 'cases', 'centernot',
  'color', 'colortbl', 'empheq', 'enclose', 'extpfeil', 'gensymb', 'html', 'mathtools', 'mhchem',
  'newcommand', 'physics', 'textcomp', 'textmacros', 'unicode', 'units', 'upgreek', 'verb',
];
global.MathJax = {
  loader: {
    load: ['input/tex', 'adaptors/liteDOM', ...EXTENSIONS.map((name) => `[tex]/${name}`)],
    require,
    paths: {mathjax: join(require.resolve('mathjax/package.json'), '..')},
  },
  tex: {packages: ['base', ...EXTENSIONS], formatError: (_jax, error) => { throw error; }},
  startup: {typeset: false},
};
require('mathjax/startup.js');
await global.MathJax.startup.promise;

// The long arrows of chemistry are in MathJax's own font, where Unicode has none.
const OWN = {'\ue408': '⇌', '\ue409': '⇌', '\ue428': '←', '\ue429': '→', '\ue42a': '↔'};
const ENTITIES = {amp: '&', lt: '<', gt: '>', quot: '"'};
const UNSHOWN = new Set(['annotation', 'mphantom']);
const LEAVES = new Set(['mi', 'mn', 'mo', 'mtext']);
const INVISIBLE = /[\s\u00a0\u2000-\u200d\u2061-\u2064]/gu;

function plain(text) {
  return text
    .replace(/&#x([0-9A-F]+);/giu, (_whole, digits) => String.fromCodePoint(parseInt(digits, 16)))
    .replace(/&([a-z]+);/gu, (whole, name) => ENTITIES[name] ?? whole)
    .replace(/[\ue000-\uf8ff]/gu, (sign) => OWN[sign] ?? sign)
    .replace(INVISIBLE, '');
}

function leaves(latex) {
  const mathml = global.MathJax.tex2mml(latex, {display: true});
  if (mathml.includes('<merror')) throw new Error('an error in its place');
  const texts = [];
  const open = [];
  for (const [, close, name, attributes, text] of mathml.matchAll(/<(\/?)([a-z]+)([^>]*)>([^<]*)/gu)) {
    if (close) {
      open.pop();
      continue;
    }
    open.push(name);
    if (!open.some((each) => UNSHOWN.has(each))) {
      if (name === 'msqrt' || name === 'mroot') texts.push('√');
      if (name === 'mfrac' && !/linethickness="0/u.test(attributes)) texts.push('⁄');
      if (LEAVES.has(name)) texts.push(plain(text));
    }
    if (attributes.endsWith('/')) open.pop();
  }
  return texts.filter(Boolean).join(' ');
}

const read = {};
const refused = {};
for (const latex of JSON.parse(readFileSync(0, 'utf8'))) {
  try {
    read[latex] = leaves(latex);
  } catch (error) {
    refused[latex] = error.message;
  }
}
const derivation = 'scripts/mathjax-leaves.mjs: the texts of the MathML of each formula, as for KaTeX';
process.stdout.write(`${JSON.stringify({mathjax: version, derivation, refused, leaves: read}, null, 1)}\n`);
