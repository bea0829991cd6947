package floria.tosca.problem;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Problems without those that follow from others of them, which are kept aside. Immutable. */
public final class Folded {
    private final List<Problem> problems;
    private final Map<String, List<Problem>> aside;

    private Folded(List<Problem> problems, Map<String, List<Problem>> aside) {
        this.problems = List.copyOf(problems);
        this.aside = aside;
    }

    /** Takes aside what has its cause among {@code all}. */
    public static Folded of(Collection<Problem> all) {
        Map<String, List<Problem>> aside = new HashMap<>();
        for (Problem problem : all) {
            if (problem.cause().isEmpty()) {
                aside.put(key(problem.code(), problem.location()), new ArrayList<>());
            }
        }
        List<Problem> left = new ArrayList<>();
        for (Problem problem : all) {
            problem.cause()
                    .map(cause -> aside.get(key(cause.code(), cause.location())))
                    .ifPresentOrElse(others -> others.add(problem), () -> left.add(problem));
        }
        return new Folded(left, aside);
    }

    /** What is to be mended, in the order given. */
    public List<Problem> problems() {
        return problems;
    }

    /** What follows from one of the problems. */
    public List<Problem> following(Problem problem) {
        return problem.cause().isPresent()
                ? List.of()
                : List.copyOf(
                        aside.getOrDefault(key(problem.code(), problem.location()), List.of()));
    }

    /** Where a problem ends does not tell it from another. */
    private static String key(String code, Location at) {
        return code + " " + at;
    }
}
