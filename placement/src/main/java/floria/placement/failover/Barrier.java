package floria.placement.failover;

import java.util.Optional;

/** What is not to be tried now. */
@FunctionalInterface
public interface Barrier {
    /** Nothing is held back. */
    Barrier OPEN = (_, _, _) -> Optional.empty();

    /** Why an offer is not to be tried, for people; empty when it may be. */
    Optional<String> against(String site, String offer, Optional<String> zone);
}
