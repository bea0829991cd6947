package floria.tosca.edit;

/** A stretch of text, in characters from 0; the end is exclusive. */
record Span(int start, int end) {}
