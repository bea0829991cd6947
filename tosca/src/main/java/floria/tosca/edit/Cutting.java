package floria.tosca.edit;

import java.util.List;
import java.util.stream.Collectors;

import floria.tosca.problem.Location;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/** An entry of a mapping as it is written, to be put elsewhere. */
record Cutting(String text, Offsets offsets, Spot spot) {

    /** Whether an entry begins a line, and nothing in it stands elsewhere. */
    boolean standsAlone() {
        int start = offsets.start(spot.start());
        return text.substring(offsets.lineStart(start), start).isBlank()
                && isWhole(spot.value(), spot.start());
    }

    private boolean isWhole(Node node, Location behind) {
        if (offsets.start(node.location()) < offsets.start(behind) || isNamed(node)) {
            return false;
        }
        return switch (node) {
            case Mapping mapping ->
                    mapping.entries().stream()
                            .allMatch(entry ->
                                    offsets.covers(mapping.location(), entry.at())
                                            && isWhole(entry.value(), entry.at()));
            case Node.Sequence(List<Node> items, Location at) ->
                    items.stream().allMatch(item -> isWhole(item, at));
            case Node.Scalar _ -> true;
        };
    }

    /** Whether an anchor stands before it, which would be there twice. */
    private boolean isNamed(Node node) {
        int start = offsets.start(node.location());
        String before = text.substring(Math.max(0, start - 200), start).stripTrailing();
        int word = Math.max(before.lastIndexOf(' '), before.lastIndexOf('\n')) + 1;
        return (start < text.length() && text.charAt(start) == '&')
                || (word < before.length() && before.charAt(word) == '&');
    }

    /** The entry for a mapping at another column, with the comments above it. */
    String lines(int column) {
        int written = offsets.column(spot.start());
        int line = offsets.lineStart(offsets.start(spot.start()));
        int end =
                Math.max(
                        offsets.of(spot.value().location()).end(),
                        text.indexOf(':', offsets.of(spot.start()).end()) + 1);
        String content = text.substring(offsets.commentsAbove(line, written), offsets.lineEnd(end));
        return content.lines()
                .map(each -> moved(each, column - written))
                .collect(Collectors.joining("\n"));
    }

    private static String moved(String line, int by) {
        if (line.isBlank()) {
            return line;
        }
        int blanks = line.length() - line.stripLeading().length();
        return by >= 0 ? " ".repeat(by) + line : line.substring(Math.min(-by, blanks));
    }
}
