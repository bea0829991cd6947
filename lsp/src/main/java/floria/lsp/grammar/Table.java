package floria.lsp.grammar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import floria.lsp.grammar.Shape.Entries;
import floria.lsp.grammar.Shape.Part;

/** Reads the notation of {@link Grammar}. */
final class Table {
    private static final Pattern TOKEN =
            Pattern.compile("'[^']*'|\\.\\.\\.|[\\[\\](){}|:]|[@+]?\\w+");

    private final Map<String, Shape> shapes = new LinkedHashMap<>();
    private final Deque<String> tokens = new ArrayDeque<>();

    private Table() {}

    static Map<String, Shape> read(String text) {
        Table table = new Table();
        table.shapes.put(Grammar.VALUE, part(new Part(Grammar.VALUE, Map.of(), Optional.empty())));
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        for (int i = 0; i < lines.size(); ) {
            int first = i++;
            while (i < lines.size() && lines.get(i).startsWith(" ")) {
                i++;
            }
            table.part(lines.get(first), lines.subList(first + 1, i));
        }
        return Map.copyOf(table.shapes);
    }

    private void part(String head, List<String> lines) {
        Map<String, Shape> keys = new LinkedHashMap<>();
        Optional<Entries> others = Optional.empty();
        for (String line : lines) {
            String[] row = line.strip().split(" +", 2);
            Shape value = shape(row[1]);
            if ("@+".indexOf(row[0].charAt(0)) >= 0) {
                others = Optional.of(entries(row[0], value));
            } else {
                keys.put(row[0], value);
            }
        }
        shapes.put(head, part(new Part(head, keys, others)));
    }

    private static Shape part(Part part) {
        return new Shape(
                Optional.empty(),
                List.of(),
                List.of(),
                false,
                Optional.empty(),
                Optional.of(() -> part));
    }

    private Shape shape(String text) {
        tokens.addAll(TOKEN.matcher(text).results().map(MatchResult::group).toList());
        Shape shape = alternatives();
        if (!tokens.isEmpty()) {
            throw new IllegalArgumentException(text);
        }
        return shape;
    }

    private Shape alternatives() {
        Shape shape = single();
        while ("|".equals(tokens.peek())) {
            tokens.remove();
            shape = shape.or(single());
        }
        return shape;
    }

    private Shape single() {
        String token = tokens.remove();
        return switch (token.charAt(0)) {
            case '@' -> scalar(Optional.of(Role.named(token.substring(1))), List.of());
            case '\'' ->
                    scalar(
                            Optional.empty(),
                            Arrays.asList(token.substring(1, token.length() - 1).split(" ")));
            case '[' -> {
                Shape item = alternatives();
                tokens.remove();
                yield items(List.of(item), true);
            }
            case '(' -> tuple();
            case '{' -> {
                String key = tokens.remove();
                tokens.remove();
                Shape value = alternatives();
                tokens.remove();
                yield new Shape(
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        false,
                        Optional.of(entries(key, value)),
                        Optional.empty());
            }
            default -> reference(token);
        };
    }

    private Shape tuple() {
        List<Shape> items = new ArrayList<>();
        boolean repeats = false;
        while (!")".equals(tokens.peek())) {
            if ("...".equals(tokens.peek())) {
                tokens.remove();
                repeats = true;
            } else {
                items.add(single());
            }
        }
        tokens.remove();
        return items(items, repeats);
    }

    /** Parts may stand below the lines that name them, and within themselves. */
    private Shape reference(String name) {
        return new Shape(
                Optional.empty(),
                List.of(),
                List.of(),
                false,
                Optional.empty(),
                Optional.of(() -> named(name).part().orElseThrow()));
    }

    private Shape named(String name) {
        Shape shape = shapes.get(name);
        if (shape == null) {
            throw new IllegalArgumentException("there is no part '" + name + "'");
        }
        return shape;
    }

    private static Entries entries(String key, Shape value) {
        return new Entries(Role.named(key.substring(1)), key.startsWith("+"), value);
    }

    private static Shape scalar(Optional<Role> names, List<String> words) {
        return new Shape(names, words, List.of(), false, Optional.empty(), Optional.empty());
    }

    private static Shape items(List<Shape> items, boolean repeats) {
        return new Shape(
                Optional.empty(),
                List.of(),
                List.copyOf(items),
                repeats,
                Optional.empty(),
                Optional.empty());
    }
}
