package floria.lsp.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionItemKind;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.InsertTextFormat;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

import floria.lsp.grammar.Grammar;
import floria.lsp.grammar.Role;
import floria.lsp.grammar.Shape;
import floria.lsp.meaning.Frame;
import floria.lsp.meaning.Meaning;
import floria.lsp.meaning.Names;
import floria.lsp.meaning.Walk;
import floria.lsp.text.Lenient;
import floria.lsp.text.Text;
import floria.lsp.workspace.Document;
import floria.lsp.workspace.Knowledge;
import floria.lsp.workspace.Workspace;
import floria.profiles.Profiles;
import floria.tosca.problem.Location;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/**
 * What may be written at a position. The text is read leniently with a mark at that position, so
 * that it need not be YAML at the moment; the types are those that were known last.
 */
public final class Completion implements Walk.Visitor {
    private static final char MARK = '\uE000';
    private static final int MOST = 500;
    private static final Set<Role> KEYWORDED = Set.of(Role.ENTITY);

    private final Workspace workspace;
    private final Document document;
    private final boolean snippets;
    private final Knowledge knowledge;
    private final Text text;
    private final int offset;
    private final Names names;
    private final List<CompletionItem> items = new ArrayList<>();
    private boolean more;

    /**
     * @param snippets whether the editor knows places to fill in
     */
    public Completion(Workspace workspace, Document document, Position at, boolean snippets) {
        this.workspace = workspace;
        this.document = document;
        this.snippets = snippets;
        this.knowledge = workspace.latest(document);
        this.offset = document.text().offset(at);
        Text plain = document.text();
        this.text = plain.with(plain.range(offset, offset), String.valueOf(MARK));
        this.names = knowledge.names(Lenient.read(text, document.address()));
    }

    public CompletionList list() {
        new Walk(names, at -> text.touches(at, offset), this).file();
        if (items.isEmpty() && document.mayBecomeTemplate() && isFirstWord()) {
            key(
                    "tosca_definitions_version",
                    word(offset),
                    Shape.NOTHING,
                    "keyname",
                    "",
                    CompletionItemKind.Keyword);
        }
        return new CompletionList(more, items);
    }

    private boolean isFirstWord() {
        return document.text().content().isBlank() || !document.isTemplate();
    }

    @Override
    public void entry(Mapping.Entry entry, Mapping in, Shape shape, Frame frame) {
        if (isMarked(entry.key()) && entry.key() instanceof Node.Scalar key) {
            List<String> present =
                    in.names().stream().filter(name -> name.indexOf(MARK) < 0).toList();
            keys(shape, frame, present, Word.of(text, key));
        }
    }

    @Override
    public void scalar(Node.Scalar scalar, Shape shape, Frame frame) {
        if (!isMarked(scalar)) {
            return;
        }
        Word word = Word.of(text, scalar);
        shape.names().ifPresent(role -> named(role, frame, word));
        shape.words().forEach(each -> value(each, word, "", CompletionItemKind.EnumMember));
        boolean value = isValue(shape);
        if (value) {
            values(frame, word);
        }
        if (word.alone()) {
            keys(shape, frame, List.of(), word);
        } else if (value) {
            functions(word, true);
        }
    }

    private static boolean isMarked(Node node) {
        return node instanceof Node.Scalar scalar && scalar.text().indexOf(MARK) >= 0;
    }

    private static boolean isValue(Shape shape) {
        return shape.part().filter(part -> part.name().equals(Grammar.VALUE)).isPresent();
    }

    /**
     * The word at the cursor.
     *
     * @param range in the text without the mark
     * @param typed what is before the mark
     * @param alone whether nothing but dashes stands before it in its line
     * @param colon whether it has a colon behind it already
     */
    private record Word(Range range, String typed, boolean alone, boolean colon) {

        static Word of(Text text, Node.Scalar scalar) {
            Location at = scalar.location();
            int start = text.start(at);
            int end = text.end(at);
            String all = text.content();
            if (!scalar.plain() && end > start) {
                start++;
                end = all.charAt(end - 1) == all.charAt(start - 1) ? end - 1 : end;
            }
            int mark = Math.max(start, all.indexOf(MARK, start));
            String before = all.substring(text.lineStart(text.lineOf(start)), start);
            Position from = text.position(start);
            Range range =
                    new Range(
                            from,
                            new Position(
                                    from.getLine(),
                                    from.getCharacter() + Math.max(0, end - start - 1)));
            return new Word(
                    range,
                    all.substring(start, mark),
                    before.replace('-', ' ').isBlank(),
                    all.startsWith(":", end));
        }
    }

    private Word word(int at) {
        Text plain = document.text();
        int start = plain.lineStart(plain.lineOf(at));
        return new Word(plain.range(start, at), plain.content().substring(start, at), true, false);
    }

    /** The keys that an entry of a map may have here. */
    private void keys(Shape shape, Frame frame, List<String> present, Word word) {
        if (isValue(shape)) {
            entries(Role.PROPERTY, shape, frame, present, word);
            if (present.isEmpty()) {
                functions(word, word.alone());
            }
            return;
        }
        shape.part()
                .ifPresent(part ->
                        part.keynames(names.file().version()).stream()
                                .filter(name -> !present.contains(name))
                                .forEach(name ->
                                        key(
                                                name,
                                                word,
                                                part.key(name),
                                                "keyname",
                                                "",
                                                CompletionItemKind.Keyword)));
        shape.entry("")
                .filter(entries -> !entries.declares() && entries.role() != Role.IMPORT)
                .ifPresent(
                        entries -> entries(entries.role(), entries.value(), frame, present, word));
    }

    private void entries(Role role, Shape value, Frame frame, List<String> present, Word word) {
        names.all(role, frame)
                .forEach((name, meaning) -> {
                    if (!present.contains(name)) {
                        key(
                                name,
                                word,
                                value,
                                Description.brief(meaning),
                                new Description(knowledge.types()).of(meaning),
                                kind(meaning.role()));
                    }
                });
    }

    private void named(Role role, Frame frame, Word word) {
        switch (role) {
            case IMPORT -> {
                Profiles.names()
                        .forEach(name -> value(name, word, "bundled", CompletionItemKind.Module));
                files(word);
            }
            case FILE -> files(word);
            case DATA_TYPE -> {
                Grammar.primitives(names.file().version())
                        .forEach(name ->
                                value(name, word, "built in", CompletionItemKind.TypeParameter));
                all(role, frame, word);
            }
            case TARGET ->
                    names.all(role, frame)
                            .forEach((name, meaning) -> {
                                boolean self =
                                        frame.nearest("node_template")
                                                .flatMap(Frame::name)
                                                .filter(meaning.at()::equals)
                                                .isPresent();
                                if (!self && names.fits(meaning.subject(), frame.subject())) {
                                    value(name, word, meaning);
                                }
                            });
            default -> {
                if (KEYWORDED.contains(role)) {
                    List.of("SELF", "HOST", "SOURCE", "TARGET")
                            .forEach(name ->
                                    value(name, word, "by its place", CompletionItemKind.Keyword));
                }
                all(role, frame, word);
            }
        }
    }

    private void all(Role role, Frame frame, Word word) {
        names.all(role, frame).forEach((name, meaning) -> value(name, word, meaning));
    }

    private void files(Word word) {
        workspace.near(document).forEach(path -> value(path, word, "", CompletionItemKind.File));
    }

    /** What the definition of a property says of its values. */
    private void values(Frame frame, Word word) {
        Mapping definition = frame.subject().definition();
        if (definition.get("type").orElse(null) instanceof Node.Scalar type
                && type.text().equals("boolean")) {
            List.of("true", "false")
                    .forEach(each -> value(each, word, "", CompletionItemKind.Value));
        }
        if (definition.get("constraints").orElse(null)
                instanceof Node.Sequence(List<Node> all, _)) {
            all.stream()
                    .filter(Mapping.class::isInstance)
                    .map(Mapping.class::cast)
                    .flatMap(each -> each.get("valid_values").stream())
                    .filter(Node.Sequence.class::isInstance)
                    .flatMap(each -> ((Node.Sequence) each).items().stream())
                    .filter(Node.Scalar.class::isInstance)
                    .map(each -> ((Node.Scalar) each).text())
                    .forEach(each -> value(each, word, "", CompletionItemKind.EnumMember));
        }
    }

    /** Functions, in braces where they stand behind a key. */
    private void functions(Word word, boolean braces) {
        String sign = names.file().version().isSimple() ? "" : "$";
        for (String name : Grammar.functions()) {
            String label = sign + name;
            boolean wrapped = braces && !word.alone();
            String escaped = snippets ? label.replace("$", "\\$") : label;
            String inner = snippets ? escaped + ": $0" : escaped + ": ";
            add(
                    label,
                    word,
                    wrapped ? "{ " + inner + " }" : inner,
                    "function",
                    "",
                    CompletionItemKind.Function,
                    snippets);
        }
    }

    private void key(
            String name,
            Word word,
            Shape value,
            String detail,
            String about,
            CompletionItemKind kind) {
        boolean below = (value.isMap() && !isValue(value)) || !value.items().isEmpty();
        String behind = word.colon() ? "" : below ? ":" : ": ";
        add(name, word, name + behind, detail, about, kind, false);
    }

    private void value(String name, Word word, Meaning meaning) {
        add(
                name,
                word,
                name,
                Description.brief(meaning),
                new Description(knowledge.types()).of(meaning),
                kind(meaning.role()),
                false);
    }

    private void value(String name, Word word, String detail, CompletionItemKind kind) {
        add(name, word, name, detail, "", kind, false);
    }

    private void add(
            String label,
            Word word,
            String fresh,
            String detail,
            String about,
            CompletionItemKind kind,
            boolean snippet) {
        String wanted = word.typed().toLowerCase(Locale.ROOT);
        if (!label.toLowerCase(Locale.ROOT).contains(wanted)) {
            return;
        }
        if (items.size() >= MOST) {
            more = true;
            return;
        }
        CompletionItem item = new CompletionItem(label);
        item.setKind(kind);
        item.setDetail(detail);
        if (!about.isEmpty()) {
            item.setDocumentation(new MarkupContent(MarkupKind.MARKDOWN, about));
        }
        item.setTextEdit(Either.forLeft(new TextEdit(word.range(), fresh)));
        item.setFilterText(label);
        item.setSortText("%05d".formatted(items.size()));
        item.setInsertTextFormat(snippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText);
        items.add(item);
    }

    private static CompletionItemKind kind(Role role) {
        if (role.kind().isPresent()) {
            return CompletionItemKind.Class;
        }
        return switch (role) {
            case PROPERTY, ATTRIBUTE -> CompletionItemKind.Property;
            case INPUT, PARAMETER -> CompletionItemKind.Variable;
            case OPERATION, NOTIFICATION -> CompletionItemKind.Method;
            case INTERFACE -> CompletionItemKind.Interface;
            default -> CompletionItemKind.Reference;
        };
    }
}
