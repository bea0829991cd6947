package floria.tosca.edit;

import java.util.Random;

/** Somebody who writes valid YAML with whatever indentation comes to mind. */
record Scribble(Random random) {

    String document() {
        StringBuilder out = new StringBuilder();
        mapping(out, 0, 0);
        return out.toString();
    }

    private void mapping(StringBuilder out, int column, int depth) {
        int entries = 1 + random.nextInt(4);
        for (int i = 0; i < entries; i++) {
            noise(out, column);
            out.repeat(' ', column).append("key").append(i).append(':');
            value(out, column, depth);
        }
    }

    private void value(StringBuilder out, int column, int depth) {
        int inner = column + 1 + random.nextInt(5);
        switch (depth > 3 ? random.nextInt(4) : random.nextInt(6)) {
            case 0 -> out.repeat(' ', 1 + random.nextInt(3)).append("word # said\n");
            case 1 -> out.append(" { a: 1,  b: [ 2, 3 ] }\n");
            case 2 -> {
                out.append(random.nextBoolean() ? " |\n" : " >-\n");
                out.repeat(' ', inner).append("text\n\n");
                out.repeat(' ', inner).append("  more\n");
            }
            case 3 -> {
                out.append(" \"quoted\n");
                out.repeat(' ', inner).append("twice\"\n");
            }
            case 4 -> {
                out.append('\n');
                mapping(out, inner, depth + 1);
            }
            default -> {
                out.append('\n');
                sequence(out, random.nextBoolean() ? column : inner, depth + 1);
            }
        }
    }

    private void sequence(StringBuilder out, int column, int depth) {
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            noise(out, column);
            int gap = 1 + random.nextInt(4);
            out.repeat(' ', column).append('-').repeat(' ', gap);
            if (random.nextBoolean() || depth > 3) {
                out.append("item\n");
            } else {
                out.append("first: 1\n");
                mapping(out, column + 1 + gap, depth + 1);
            }
        }
    }

    private void noise(StringBuilder out, int column) {
        if (random.nextInt(4) == 0) {
            out.append("\n\n");
        }
        if (random.nextInt(4) == 0) {
            out.repeat(' ', random.nextBoolean() ? column : random.nextInt(9)).append("# note\n");
        }
    }
}
