package floria.tosca.evaluation;

import java.util.Optional;

import floria.tosca.model.NodeTemplate;
import floria.tosca.model.Requirement;

/**
 * What {@code SELF} and its like stand for.
 *
 * @param self the name of a node template; empty in the topology itself
 * @param requirement of that node, whose relationship {@code SELF} is then
 */
record Scope(String self, Optional<Requirement> requirement) {

    static Scope of(NodeTemplate node) {
        return new Scope(node.name(), Optional.empty());
    }
}
