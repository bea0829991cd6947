package floria.lsp.workspace;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import floria.lsp.text.Text;
import floria.tosca.problem.Problems;
import floria.tosca.yaml.Limits;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.YamlReader;

/** The sections of a file, which begin with a keyname at the left margin. */
final class Sections {
    private static final Pattern TOPOLOGY =
            Pattern.compile("[\"']?(?:topology_template|service_template)\\b");

    private Sections() {}

    /** The text with empty lines in place of what the names of types do not need. */
    static String withoutTopology(Text text) {
        return only(text, section -> !TOPOLOGY.matcher(section).lookingAt());
    }

    /** The text with empty lines in place of the topology and of what is not YAML. */
    static String readable(Text text, String address) {
        return only(
                text,
                section -> !TOPOLOGY.matcher(section).lookingAt() && isReadable(section, address));
    }

    private static String only(Text text, Predicate<String> wanted) {
        StringBuilder all = new StringBuilder();
        int line = 0;
        while (line < text.lineCount()) {
            int first = line++;
            while (line < text.lineCount() && !begins(text.line(line))) {
                line++;
            }
            String section = text.content().substring(text.lineStart(first), text.lineStart(line));
            if (wanted.test(section)) {
                all.append(section);
            } else {
                all.repeat("\n", line - first);
            }
        }
        return all.toString();
    }

    private static boolean begins(String line) {
        return !line.isEmpty() && " \t#-}]".indexOf(line.charAt(0)) < 0;
    }

    private static boolean isReadable(String section, String address) {
        return new YamlReader(new Problems(), Limits.STANDARD)
                .read(address, section, 0)
                .flatMap(node -> node instanceof Mapping ? Optional.of(node) : Optional.empty())
                .isPresent();
    }
}
