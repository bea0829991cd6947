package floria.lsp.meaning;

import floria.lsp.grammar.Role;
import floria.tosca.problem.Location;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/**
 * What a name stands for.
 *
 * @param role what kind of thing it is
 * @param name as it is declared
 * @param at where it is declared; the same for all names of the same thing
 * @param value what the declaration says
 * @param subject what names behind this one belong to
 */
public record Meaning(Role role, String name, Location at, Node value, Subject subject) {

    /** A keyname's text in the declaration, such as its type; empty if there is none. */
    public String text(String keyname) {
        return value instanceof Mapping body
                        && body.get(keyname).orElse(null) instanceof Node.Scalar scalar
                ? scalar.text()
                : "";
    }
}
