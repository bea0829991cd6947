/** Where the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** Where the line of an offset ends, before what ends it. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end < 0) {
    return text.length;
  }
  return end > offset && text[end - 1] === '\r' ? end - 1 : end;
}

/** Where the line after that of an offset begins, or the text ends. */
export function lineBehind(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

/** How many characters are before an offset in its line. */
export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** The number of an offset's line, from 1. */
export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++;
  }
  return line;
}

/** Where the comments begin that stand right above a line, in the column of its entry. */
export function commentsAbove(text: string, line: number, column: number): number {
  let first = line;
  while (first > 0) {
    const above = lineStart(text, first - 1);
    const content = text.slice(above, first);
    if (content[column] !== '#' || content.slice(0, column).trim() !== '') {
      break;
    }
    first = above;
  }
  return first;
}

/** Where the comments end that stand below an entry, deeper than its column, and so belong to it. */
export function commentsBelow(text: string, line: number, column: number): number {
  let end = line;
  let at = line;
  while (at < text.length) {
    const next = lineBehind(text, at);
    const content = text.slice(at, next);
    const blanks = content.length - content.trimStart().length;
    const comment = content[blanks] === '#';
    if (content.trim() !== '' && (!comment || blanks <= column)) {
      break;
    }
    end = comment ? next : end;
    at = next;
  }
  return end;
}
