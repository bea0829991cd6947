package floria.tosca.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import floria.tosca.evaluation.Evaluator;
import floria.tosca.model.CapabilityDefinition;
import floria.tosca.model.Condition;
import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Requirement.Target;
import floria.tosca.model.RequirementDefinition;
import floria.tosca.types.TypeKind;
import floria.tosca.value.Value;
import floria.tosca.yaml.Node;

/** Says which templates fulfil a requirement, and by which capability (TOSCA 2.0 §8.7). */
final class Matching {
    /** Among more than these there is never just one; and every node would look at all of them. */
    private static final int MOST_CANDIDATES = 100;

    private final Setting setting;
    private final Templates templates;
    private final Evaluator evaluator;

    Matching(Setting setting, Templates templates, Evaluator evaluator) {
        this.setting = setting;
        this.templates = templates;
        this.evaluator = evaluator;
    }

    /** The only template that fulfils a requirement, if there is exactly one that may. */
    Optional<Target> only(Wish wish) {
        Optional<String> type = wish.type().or(wish.definition()::node);
        if (type.isEmpty() && wish.definition().capability().isEmpty()) {
            return Optional.empty();
        }
        Collection<String> candidates =
                type.isPresent() ? templates.ofType(type.get()) : templates.nodes().keySet();
        if (candidates.size() > MOST_CANDIDATES) {
            return Optional.empty();
        }
        List<Target> fitting = new ArrayList<>();
        for (String name : candidates) {
            NodeTemplate candidate = templates.nodes().get(name);
            if (candidate == null || name.equals(wish.source().name())) {
                continue;
            }
            Optional<CapabilityDefinition> capability =
                    isOfType(candidate, wish.definition())
                            ? capability(
                                    wish.source(), candidate, wish.definition(), wish.capability())
                            : Optional.empty();
            if (capability.isPresent()) {
                Value verdict = verdict(wish, candidate);
                if (!(verdict instanceof Value.Bool(boolean truth))) {
                    // It may turn out to fit, so that no other is the only one.
                    return Optional.empty();
                }
                if (truth) {
                    fitting.add(new Target(name, capability.get().name()));
                }
            }
        }
        return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
    }

    private static boolean isOfType(NodeTemplate candidate, RequirementDefinition definition) {
        return definition.node().isEmpty() || candidate.isA(definition.node().get());
    }

    /** What the filters of the requirement and of its definition say of a candidate. */
    private Value verdict(Wish wish, NodeTemplate candidate) {
        List<Value> all =
                Stream.of(wish.selection().filter(), wish.definition().filter())
                        .flatMap(Optional::stream)
                        .map(Condition::expression)
                        .toList();
        return evaluator.evaluate(new Value.Call("and", all), candidate.name());
    }

    /** The capability of {@code target} that fits best. */
    Optional<CapabilityDefinition> capability(
            NodeTemplate source,
            NodeTemplate target,
            RequirementDefinition definition,
            Optional<Node.Scalar> wanted) {
        List<CapabilityDefinition> fitting =
                target.type().capabilities().values().stream()
                        .filter(each ->
                                definition.capability().isEmpty()
                                        || each.type().isA(definition.capability().get().name()))
                        .filter(each ->
                                definition
                                        .capabilityName()
                                        .filter(name -> !name.equals(each.name()))
                                        .isEmpty())
                        .filter(each -> accepts(each, source))
                        .toList();
        if (wanted.isPresent()) {
            String name = wanted.get().text();
            Optional<CapabilityDefinition> byName =
                    fitting.stream().filter(each -> each.name().equals(name)).findFirst();
            if (byName.isPresent()
                    || !setting.types().has(TypeKind.CAPABILITY, name, setting.file())) {
                return byName;
            }
            String type =
                    setting.types()
                            .fullName(TypeKind.CAPABILITY, wanted.get(), setting.file())
                            .orElseThrow();
            return fitting.stream().filter(each -> each.type().isA(type)).findFirst();
        }
        return fitting.stream()
                .filter(each -> each.name().equals(definition.name()))
                .findFirst()
                .or(() -> fitting.stream().findFirst());
    }

    private static boolean accepts(CapabilityDefinition capability, NodeTemplate source) {
        List<String> valid = capability.validSourceTypes();
        return valid.isEmpty() || valid.stream().anyMatch(source::isA);
    }
}
