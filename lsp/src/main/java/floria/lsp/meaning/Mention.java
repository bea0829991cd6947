package floria.lsp.meaning;

import java.util.Optional;

import floria.lsp.grammar.Role;
import floria.tosca.problem.Location;
import floria.tosca.yaml.Mapping;

/**
 * A name as it stands in a file.
 *
 * @param declares whether what it means is declared right here
 * @param entry the entry, if the name is a key
 * @param meaning what it stands for, if that is known
 */
public record Mention(
        Location at,
        String name,
        Role role,
        boolean declares,
        Optional<Mapping.Entry> entry,
        Optional<Meaning> meaning) {}
