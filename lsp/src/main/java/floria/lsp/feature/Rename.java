package floria.lsp.feature;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceEdit;

import floria.lsp.grammar.Role;
import floria.lsp.meaning.Meaning;
import floria.lsp.meaning.Mention;
import floria.lsp.text.Text;
import floria.tosca.problem.Location;
import floria.tosca.yaml.Core;
import floria.tosca.yaml.Node;

/** Gives a thing another name, wherever it is named. */
public final class Rename {
    /**
     * Names that stand for one thing alone, or whose declarations {@link Members} looks through.
     */
    private static final Set<Role> ROLES =
            EnumSet.of(
                    Role.INPUT,
                    Role.OUTPUT,
                    Role.NODE,
                    Role.RELATIONSHIP,
                    Role.GROUP,
                    Role.POLICY,
                    Role.WORKFLOW,
                    Role.STEP,
                    Role.REPOSITORY,
                    Role.ARTIFACT,
                    Role.FUNCTION,
                    Role.PROPERTY,
                    Role.ATTRIBUTE,
                    Role.CAPABILITY,
                    Role.REQUIREMENT);

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][\\w.-]*");

    private final View view;

    /** Why a name stays as it is, in the words of the template's author. */
    public static final class Refused extends RuntimeException {
        Refused(String message) {
            super(message);
        }
    }

    public Rename(View view) {
        this.view = view;
    }

    /** The name at a position, if it can be changed. */
    public Optional<Range> range(Position position) {
        return renamed(position).map(mention -> word(view.text(), mention));
    }

    public WorkspaceEdit rename(Position position, String name) {
        Mention mention =
                renamed(position)
                        .orElseThrow(() ->
                                new Refused(
                                        "Only what a template or an open type file declares can be"
                                                + " renamed."));
        if (name.isBlank() || !name.equals(name.strip()) || name.lines().count() != 1) {
            throw new Refused("A name is one line of text, without blanks around it.");
        }
        Meaning meaning = mention.meaning().orElseThrow();
        boolean member = Members.of(meaning.role()).isPresent();
        if (member) {
            new Members(view).check(meaning, name);
        }
        Map<String, List<TextEdit>> changes = new LinkedHashMap<>();
        for (Mention use : new Navigation(view).uses(position)) {
            String address = use.at().address();
            Text text = view.workspace().text(address).orElse(new Text(""));
            if (!member && use.declares() && isTaken(use, name)) {
                throw new Refused(
                        "There is a %s '%s' already.".formatted(meaning.role().title(), name));
            }
            changes.computeIfAbsent(view.workspace().uri(address), _ -> new ArrayList<>())
                    .add(new TextEdit(word(text, use), written(text, use, meaning.name(), name)));
        }
        return new WorkspaceEdit(changes);
    }

    private Optional<Mention> renamed(Position position) {
        return view.at(position)
                .filter(mention ->
                        mention.meaning()
                                .filter(meaning ->
                                        ROLES.contains(meaning.role())
                                                || meaning.role().kind().isPresent())
                                .filter(meaning ->
                                        view.workspace().isEditable(meaning.at().address()))
                                .isPresent());
    }

    private boolean isTaken(Mention declared, String name) {
        return view.all().stream()
                .anyMatch(other ->
                        other.declares()
                                && other.role() == declared.role()
                                && other.name().equals(name)
                                && !other.at().equals(declared.at()));
    }

    /** Whether a word without quotes is text, and not a number or a truth value. */
    private boolean isText(String word) {
        return new Node.Scalar(word, true, Location.startOf("")).core() == Core.STRING;
    }

    /** The word within its quotes. */
    private static Range word(Text text, Mention use) {
        int start = text.start(use.at());
        int end = text.end(use.at());
        boolean quoted = isQuoted(text, start, end);
        return quoted ? text.range(start + 1, end - 1) : text.range(start, end);
    }

    private static boolean isQuoted(Text text, int start, int end) {
        return end - start > 1
                && "\"'".indexOf(text.content().charAt(start)) >= 0
                && text.content().charAt(end - 1) == text.content().charAt(start);
    }

    /** The new name as this use writes the old one: with its prefix, within its quotes. */
    private String written(Text text, Mention use, String old, String name) {
        String prefix =
                use.name().endsWith(":" + old)
                        ? use.name().substring(0, use.name().length() - old.length())
                        : "";
        int start = text.start(use.at());
        boolean quoted = isQuoted(text, start, text.end(use.at()));
        boolean plain = PLAIN.matcher(name).matches() && isText(name);
        if (plain && !quoted) {
            return prefix + name;
        }
        boolean doubled = quoted && text.content().charAt(start) == '"';
        String escaped =
                doubled
                        ? (prefix + name).replace("\\", "\\\\").replace("\"", "\\\"")
                        : (prefix + name).replace("'", "''");
        return quoted ? escaped : "'" + escaped + "'";
    }
}
