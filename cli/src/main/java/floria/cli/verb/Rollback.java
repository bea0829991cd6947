package floria.cli.verb;

import java.util.Optional;
import java.util.function.Supplier;

import tools.jackson.databind.node.ObjectNode;

import floria.cli.Exit;
import floria.cli.Failure;
import floria.cli.Surroundings;
import floria.cli.api.Json;

/** Goes back to an earlier revision. */
public final class Rollback extends Altering {
    private final Supplier<String> deployment = argument("DEPLOYMENT", "Its name or id.");
    private final Supplier<Optional<String>> to =
            option("REVISION", "The revision; else the one before the newest.", "--to");

    public Rollback(Surroundings around) {
        super(around, "rollback", "Go back to what an earlier revision was.");
        explain(
                "Template, inputs, places and numbers of instances become those of that revision."
                        + " `floria revisions` lists them.");
        examples("floria rollback notebook", "floria rollback notebook --to 1 --dry-run");
    }

    @Override
    Exit run() {
        ObjectNode change = Json.object().put("kind", "rollback");
        to.get()
                .ifPresent(text -> {
                    if (!text.matches("[0-9]{1,9}")) {
                        throw new Failure(
                                Exit.USAGE,
                                "usage",
                                "'" + text + "' is not the number of a revision.",
                                "floria revisions " + deployment.get() + " lists them.");
                    }
                    change.put("revision", Integer.parseInt(text));
                });
        return alter(deployment.get(), change);
    }
}
