package floria.lsp.feature;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.Position;

import floria.lsp.grammar.Grammar;
import floria.lsp.grammar.Shape;
import floria.lsp.meaning.Frame;
import floria.lsp.meaning.Walk;
import floria.tosca.problem.Location;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What the words of the language mean: keynames and functions. */
final class Words {
    private static final Map<String, String> TEXTS = read();

    private Words() {}

    /** What is said of the keyname or function at a position. */
    static Optional<Hover> at(View view, Position position) {
        int offset = view.text().offset(position);
        List<Hover> found = new ArrayList<>();
        new Walk(
                        view.names(),
                        at -> view.text().touches(at, offset),
                        new Walk.Visitor() {
                            @Override
                            public void entry(
                                    Mapping.Entry entry, Mapping in, Shape shape, Frame frame) {
                                if (view.text().touches(entry.at(), offset)) {
                                    text(entry, shape)
                                            .ifPresent(text ->
                                                    found.add(hover(view, entry.at(), text)));
                                }
                            }

                            @Override
                            public void scalar(Node.Scalar scalar, Shape shape, Frame frame) {
                                // Values are names, or have no meaning of their own.
                            }
                        })
                .file();
        return found.stream().findFirst();
    }

    private static Hover hover(View view, Location at, String text) {
        return new Hover(new MarkupContent(MarkupKind.MARKDOWN, text), view.text().range(at));
    }

    private static Optional<String> text(Mapping.Entry entry, Shape shape) {
        Optional<Shape.Part> part = shape.part();
        if (part.isEmpty()) {
            return Optional.empty();
        }
        String word = entry.name();
        if (part.get().name().equals(Grammar.VALUE)) {
            String function = word.startsWith("$") ? word.substring(1) : word;
            return Optional.ofNullable(TEXTS.get("function " + function))
                    .map(text -> "**function** `%s`\n\n%s".formatted(function, text));
        }
        if (!part.get().has(word)) {
            return Optional.empty();
        }
        String title = part.get().name().replace('_', ' ');
        return Optional.ofNullable(TEXTS.get(part.get().name() + " " + word))
                .or(() -> Optional.ofNullable(TEXTS.get(word)))
                .map(text -> "**keyname** `%s` of a %s\n\n%s".formatted(word, title, text))
                .or(() -> Optional.of("**keyname** `%s` of a %s".formatted(word, title)));
    }

    private static Map<String, String> read() {
        try (InputStream in = Words.class.getResourceAsStream("words.txt")) {
            if (in == null) {
                throw new IllegalStateException("resource missing: words.txt");
            }
            Map<String, String> texts = new HashMap<>();
            for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
                int colon = line.indexOf(": ");
                texts.put(line.substring(0, colon), line.substring(colon + 2));
            }
            return Map.copyOf(texts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
