package floria.tosca.yaml;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import floria.tosca.problem.Location;
import floria.tosca.problem.Problems;
import floria.tosca.source.Source;

/**
 * Reads YAML 1.2 into {@link Node}s. Whatever is wrong becomes a problem with its position; nothing
 * throws.
 */
public final class YamlReader {
    private static final char REPLACEMENT = '\uFFFD';
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Problems problems;
    private final Limits limits;

    public YamlReader(Problems problems, Limits limits) {
        this.problems = problems;
        this.limits = limits;
    }

    /** The root of the first document; empty if there is none, or if it is not YAML. */
    public Optional<Node> read(Source source) {
        String address = source.address();
        if (source.size() > limits.bytes()) {
            problems.error(
                    "file-too-large",
                    Location.startOf(address),
                    "this file has %d bytes; at most %d are read"
                            .formatted(source.size(), limits.bytes()));
            return Optional.empty();
        }
        return decode(source).flatMap(text -> read(address, text, 0));
    }

    /**
     * The root of a text that starts after {@code linesBefore} lines of its source.
     *
     * @param address what positions are given in
     */
    public Optional<Node> read(String address, String text, int linesBefore) {
        LoadSettings settings =
                LoadSettings.builder()
                        .setLabel(address)
                        .setCodePointLimit(Integer.MAX_VALUE)
                        .setParseComments(false)
                        .build();
        try {
            return new TreeBuilder(address, linesBefore, limits, problems)
                    .build(new Parse(settings).parseString(text).iterator());
        } catch (MarkedYamlEngineException e) {
            problems.error(
                    "invalid-yaml",
                    e.getProblemMark()
                            .map(mark ->
                                    point(
                                            address,
                                            mark.getLine() + 1 + linesBefore,
                                            mark.getColumn() + 1))
                            .orElse(Location.startOf(address)),
                    "this is not valid YAML: " + reason(e));
        } catch (ReaderException e) {
            problems.error(
                    "invalid-yaml",
                    at(address, text, e.getPosition(), linesBefore),
                    "this is not text: the character U+%04X is not allowed in YAML"
                            .formatted(e.getCodePoint()));
        } catch (YamlEngineException e) {
            problems.error(
                    "invalid-yaml",
                    Location.startOf(address),
                    "this is not valid YAML: " + firstLine(String.valueOf(e.getMessage())));
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            // The parser's own slips on input that it does not expect, such as bad escapes.
            problems.error(
                    "invalid-yaml",
                    Location.startOf(address),
                    "this is not valid YAML: " + firstLine(String.valueOf(e.getMessage())));
        }
        return Optional.empty();
    }

    private Optional<String> decode(Source source) {
        String text = source.text();
        // What replaces bytes that are no UTF-8 may also be written; then these are looked at.
        if (text.indexOf(REPLACEMENT) >= 0) {
            CharBuffer good = CharBuffer.allocate(text.length());
            CoderResult result =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(source.bytes()), good, true);
            if (result.isError()) {
                String before = good.flip().toString();
                problems.error(
                                "not-utf8",
                                at(source.address(), before, Integer.MAX_VALUE, 0),
                                "this file is not UTF-8 text")
                        .hint("save it as UTF-8");
                return Optional.empty();
            }
        }
        return Optional.of(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
    }

    private static String reason(MarkedYamlEngineException e) {
        String problem = String.valueOf(e.getProblem());
        String context = e.getContext();
        return firstLine(context == null || context.isEmpty() ? problem : problem + ", " + context);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static Location at(String address, String text, int position, int linesBefore) {
        int line = 1;
        int column = 1;
        int index = 0;
        for (int at = 0; at < text.length() && index < position; index++) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            if (c == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        return point(address, line + linesBefore, column);
    }

    private static Location point(String address, int line, int column) {
        return new Location(address, line, column, line, column + 1);
    }
}
