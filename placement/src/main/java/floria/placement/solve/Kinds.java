package floria.placement.solve;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import floria.placement.solve.Model.Node;

/**
 * The nodes of a model by kind: those of a kind are equal in everything, so that only how many of
 * them take an option has to be decided.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record Kinds(Model model, int[][] members, int[] of) {

    /**
     * The kinds of a model.
     *
     * @param equals by node, the first that is equal to it
     */
    static Kinds of(Model model, int[] equals) {
        Map<Integer, List<Integer>> found = new TreeMap<>();
        for (int n = 0; n < equals.length; n++) {
            found.computeIfAbsent(equals[n], _ -> new ArrayList<>()).add(n);
        }
        int[][] members = new int[found.size()][];
        int[] of = new int[equals.length];
        int kind = 0;
        for (List<Integer> nodes : found.values()) {
            for (int n : nodes) {
                of[n] = kind;
            }
            members[kind++] = nodes.stream().mapToInt(Integer::intValue).toArray();
        }
        return new Kinds(model, members, of);
    }

    int count() {
        return members.length;
    }

    /** One that stands for all of its kind. */
    Node node(int kind) {
        return model.nodes().get(members[kind][0]);
    }

    int size(int kind) {
        return members[kind].length;
    }

    /** The options of all kinds together. */
    long options() {
        long all = 0;
        for (int k = 0; k < members.length; k++) {
            all += node(k).options().size();
        }
        return all;
    }
}
