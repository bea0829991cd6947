package floria.engine.deployment;

import java.util.Optional;

/**
 * What a user agrees to with a change.
 *
 * @param state the state that the plan which the user saw was made from, see {@link
 *     Forecast#state()}; the change is refused when it is another by now
 * @param loseData whether volumes may be made anew, and what is on them lost
 */
public record Consent(Optional<String> state, boolean loseData) {
    public static final Consent NONE = new Consent(Optional.empty(), false);
}
