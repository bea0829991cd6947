package floria.tosca.rewrite;

import java.util.List;
import java.util.stream.Stream;

import floria.tosca.grammar.Version;

/** What there is to rewrite, in the order in which it is done. */
final class Rules {
    /** In every version since 1.3. */
    private static final List<Rule> ALL =
            List.of(new Names(), new Imports(), new Keynames(), new Operations());

    /** In 2.0 alone; the dollars of functions come before those that rules write. */
    private static final List<Rule> TWO =
            List.of(new Dollars(), new Counts(), new Conditions(), new Head());

    private Rules() {}

    static List<Rule> to(Version target) {
        return target == Version.TOSCA_2_0
                ? Stream.concat(ALL.stream(), TWO.stream()).toList()
                : ALL;
    }
}
