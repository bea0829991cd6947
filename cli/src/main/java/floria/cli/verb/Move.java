package floria.cli.verb;

import java.util.Optional;
import java.util.function.Supplier;

import floria.cli.Exit;
import floria.cli.Failure;
import floria.cli.Surroundings;
import floria.cli.api.Json;

/** Moves a deployment to another site. */
public final class Move extends Altering {
    private final Supplier<String> deployment = argument("DEPLOYMENT", "Its name or id.");
    private final Supplier<Optional<String>> to =
            option("SITE", "The site; `floria sites` lists them.", "--to");

    public Move(Surroundings around) {
        super(around, "move", "Move a deployment to another site.");
        explain(
                "Everything is made there while it still is where it is; then it is stopped, what is"
                        + " on its volumes is copied, and it is started there. The old one is removed"
                        + " last: what fails before the copies are whole leaves it as it was."
                        + " A site that cannot copy volumes is refused without --lose-data, which"
                        + " leaves behind what is on them.");
        examples("floria move notebook --to podman --dry-run");
    }

    @Override
    Exit run() {
        String site =
                to.get()
                        .orElseThrow(() ->
                                new Failure(
                                        Exit.USAGE,
                                        "usage",
                                        "It is not said where to.",
                                        "floria move "
                                                + deployment.get()
                                                + " --to SITE; floria sites lists the sites."));
        return alter(deployment.get(), Json.object().put("kind", "move").put("site", site));
    }
}
