package floria.cli.verb;

import java.util.function.Supplier;

import floria.cli.Exit;
import floria.cli.Surroundings;
import floria.cli.api.Json;

/** Makes again what is gone. */
public final class Heal extends Altering {
    private final Supplier<String> deployment = argument("DEPLOYMENT", "Its name or id.");

    public Heal(Surroundings around) {
        super(around, "heal", "Make again what is gone or does not work.");
        explain(
                "The sites are asked what is there. What an interrupted run left half done is gone"
                        + " on with, too.");
        examples("floria heal notebook", "floria heal notebook --dry-run");
    }

    @Override
    Exit run() {
        return alter(deployment.get(), Json.object().put("kind", "heal"));
    }
}
