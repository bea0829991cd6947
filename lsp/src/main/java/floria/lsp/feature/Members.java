package floria.lsp.feature;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import floria.lsp.grammar.Role;
import floria.lsp.meaning.Meaning;
import floria.lsp.meaning.Mention;
import floria.lsp.workspace.Knowledge;
import floria.tosca.problem.Location;
import floria.tosca.types.Declaration;
import floria.tosca.yaml.Mapping;
import floria.tosca.yaml.Node;

/**
 * The properties, attributes, capabilities and requirements of types, which derived types may
 * declare anew. One of them can have another name only if it is declared once among all types that
 * derive from each other, so that whatever names it is known.
 */
final class Members {
    private final Map<Location, Owner> owners = new HashMap<>();
    private final List<Mention> declared = new ArrayList<>();

    /** A type with where it and all that it derives from are declared. */
    private record Owner(Declaration type, Set<Location> ancestry) {
        boolean isRelated(Owner other) {
            return ancestry.contains(other.type.location())
                    || other.ancestry.contains(type.location());
        }

        Optional<Location> member(String section, String name) {
            return switch (type.body().get(section).orElse(null)) {
                case Mapping members -> members.entry(name).map(Mapping.Entry::at);
                case Node.Sequence(List<Node> items, _) ->
                        items.stream()
                                .filter(Mapping.class::isInstance)
                                .flatMap(item -> ((Mapping) item).entry(name).stream())
                                .map(Mapping.Entry::at)
                                .findFirst();
                case Node.Scalar _ -> Optional.empty();
                case null -> Optional.empty();
            };
        }
    }

    Members(View view) {
        for (Knowledge knowledge : view.workspace().everything()) {
            gather(view.workspace().mentions(knowledge), knowledge);
            for (String address : knowledge.addresses()) {
                if (!address.equals(knowledge.document().address())) {
                    gather(knowledge.mentions(address), knowledge);
                }
            }
        }
    }

    private void gather(List<Mention> mentions, Knowledge knowledge) {
        for (Mention mention : mentions) {
            if (!mention.declares()) {
                continue;
            }
            declared.add(mention);
            if (mention.role().kind().isPresent()) {
                mention.meaning()
                        .flatMap(meaning -> meaning.subject().type())
                        .ifPresent(type -> {
                            Set<Location> ancestry = new HashSet<>();
                            knowledge
                                    .types()
                                    .ancestry(type)
                                    .forEach(each -> ancestry.add(each.location()));
                            owners.put(type.location(), new Owner(type, ancestry));
                        });
            }
        }
    }

    /** The keyname under which types have the members of a role. */
    static Optional<String> of(Role role) {
        return switch (role) {
            case PROPERTY -> Optional.of("properties");
            case ATTRIBUTE -> Optional.of("attributes");
            case CAPABILITY -> Optional.of("capabilities");
            case REQUIREMENT -> Optional.of("requirements");
            default -> Optional.empty();
        };
    }

    /**
     * Refuses another name for a member that is declared more than once, or a name that is taken.
     */
    void check(Meaning member, String name) {
        String section = of(member.role()).orElseThrow();
        Owner owner =
                owner(section, member.name(), member.at())
                        .orElseThrow(() ->
                                new Rename.Refused(
                                        "'%s' says more about what a type declares; rename it there."
                                                .formatted(member.name())));
        for (Mention other : declared) {
            if (other.role() == member.role()
                    && other.name().equals(member.name())
                    && !other.at().equals(member.at())
                    && owner(section, other.name(), other.at())
                            .map(owner::isRelated)
                            .orElse(true)) {
                throw new Rename.Refused(
                        "'%s' is declared anew in line %d of %s, so not all that names it is known."
                                .formatted(
                                        member.name(),
                                        other.at().line(),
                                        other.at().address().replaceFirst("^.*/", "")));
            }
        }
        boolean taken =
                owners.values().stream()
                        .filter(owner::isRelated)
                        .anyMatch(each -> each.member(section, name).isPresent());
        if (taken) {
            throw new Rename.Refused(
                    "There is a %s '%s' already.".formatted(member.role().title(), name));
        }
    }

    private Optional<Owner> owner(String section, String name, Location at) {
        return owners.values().stream()
                .filter(owner -> owner.member(section, name).filter(at::equals).isPresent())
                .findFirst();
    }
}
