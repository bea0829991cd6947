/** The little Markdown that the language server writes, as elements: nothing in it is markup. */
export function rendered(markdown: string): HTMLElement {
  const all = document.createElement('div');
  all.className = 'hover';
  markdown.split(/^```\w*$/m).forEach((part, index) => {
    if (index % 2 === 1) {
      const code = document.createElement('pre');
      code.textContent = part.trim();
      all.append(code);
      return;
    }
    for (const paragraph of part.split(/\n{2,}/).filter((each) => each.trim() !== '')) {
      const lines = paragraph.trim().split('\n');
      const list = lines.every((line) => line.startsWith('- '));
      const block = document.createElement(list ? 'ul' : 'p');
      for (const [number, line] of lines.entries()) {
        const into = list ? block.appendChild(document.createElement('li')) : block;
        if (!list && number > 0) {
          into.append(document.createElement('br'));
        }
        inline(list ? line.slice(2) : line, into);
      }
      all.append(block);
    }
  });
  return all;
}

function inline(text: string, into: HTMLElement): void {
  text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).forEach((part, index) => {
    if (index % 2 === 0) {
      into.append(part);
      return;
    }
    const code = part.startsWith('`');
    const element = document.createElement(code ? 'code' : 'strong');
    element.textContent = part.slice(code ? 1 : 2, code ? -1 : -2);
    into.append(element);
  });
}
