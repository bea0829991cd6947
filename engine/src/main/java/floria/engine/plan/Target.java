package floria.engine.plan;

import java.util.List;
import java.util.Map;
import java.util.Set;

import floria.engine.revision.Blueprint;
import floria.tosca.value.Value;

/**
 * What a plan is to lead to.
 *
 * @param blueprint of the revision that is wanted
 * @param counts how many instances each node is to have
 * @param generated values that were made for the properties of a node that the template leaves
 *     open, for nodes that are new
 * @param removal instances, as {@code node.index}, to be removed before others
 * @param gone ids of instances whose resource is known not to be there
 * @param ill ids of instances that are there and do not work
 * @param losesData whether volumes that move may be made anew, and what is on them lost
 * @param advances what earlier runs have made and did not come to use, in the order made
 */
public record Target(
        Blueprint blueprint,
        Map<String, Integer> counts,
        Map<String, Map<String, Value>> generated,
        List<String> removal,
        Set<String> gone,
        Set<String> ill,
        boolean losesData,
        List<Advance> advances) {
    public Target {
        counts = Map.copyOf(counts);
        generated = Map.copyOf(generated);
        removal = List.copyOf(removal);
        gone = Set.copyOf(gone);
        ill = Set.copyOf(ill);
        advances = List.copyOf(advances);
    }
}
