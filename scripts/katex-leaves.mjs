// Asks KaTeX what it reads in formulas, for tests/typeset/test_content.py. Needs `npm install katex`.
//
//   python -m tests.typeset.test_content | node scripts/katex-leaves.mjs \
//     > tests/typeset/data/katex-leaves.json
//
// Takes a JSON list of formulas and gives, for each, the texts of its MathML in order (mi, mn, mo,
// mtext), without invisible operators, spaces and phantoms, parted by blanks. MathML has no text for
// three things that are shown: √ is put before a root, ⁄ (U+2044) before a fraction with a rule, and
// ∠ before a phase.

import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';

// Where npm installed it: in the working directory, rarely beside this script.
const katex = createRequire(join(process.cwd(), 'katex-leaves.mjs'))('katex');

const ENTITIES = {amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'"};
const UNSHOWN = new Set(['annotation', 'mphantom']);
const LEAVES = new Set(['mi', 'mn', 'mo', 'mtext']);
const INVISIBLE = /[\s\u00a0\u200b-\u200d\u2061-\u2064]/gu;

function leaves(latex) {
  const mathml = katex.renderToString(latex, {
    output: 'mathml',
    displayMode: true, // else KaTeX refuses tags and displays of several rows
    throwOnError: true,
    strict: 'ignore',
    trust: true, // links
  });
  const texts = [];
  const open = [];
  for (const [, close, name, attributes, text] of mathml.matchAll(/<(\/?)([a-z]+)([^>]*)>([^<]*)/gu)) {
    if (close) {
      open.pop();
    } else {
      open.push(name);
      if (open.some((each) => UNSHOWN.has(each))) continue;
      if (name === 'msqrt' || name === 'mroot') texts.push('√');
      if (name === 'mfrac' && !/linethickness="0(px|em)"/u.test(attributes)) texts.push('⁄');
      if (attributes.includes('phasorangle')) texts.push('∠');
      if (LEAVES.has(name)) texts.push(text);
      if (attributes.endsWith('/')) open.pop();
    }
  }
  return texts
    .map((text) => text.replace(/&([^;]+);/gu, (whole, name) => ENTITIES[name] ?? whole))
    .map((text) => text.replace(INVISIBLE, ''))
    .filter(Boolean)
    .join(' ');
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
const derivation =
  'scripts/katex-leaves.mjs: the texts of the MathML of each formula, with √ for a root, ⁄ for a' +
  ' fraction and ∠ for a phase';
const found = {katex: katex.version, derivation, refused, leaves: read};
process.stdout.write(JSON.stringify(found, null, 1) + '\n');
