package floria.cli.verb;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import tools.jackson.databind.JsonNode;

import floria.cli.Exit;
import floria.cli.Surroundings;
import floria.cli.api.Json;
import floria.cli.screen.Style;
import floria.cli.screen.Table;
import floria.cli.screen.Texts;

/** Lists deployments. */
public final class Ls extends Verb {
    private final Supplier<Boolean> all = flag("Those that are gone, too.", "-a", "--all");

    public Ls(Surroundings around) {
        super(around, "ls", "List deployments, newest first.");
        examples(
                "floria ls",
                "floria ls --all",
                "floria ls --json | jq -r 'select(.status==\"failed\").name'");
    }

    @Override
    Exit run() {
        List<JsonNode> deployments = server().deployments(all.get());
        if (json()) {
            deployments.forEach(this::print);
            return Exit.OK;
        }
        if (deployments.isEmpty()) {
            screen().err().println("No deployments. `floria up FILE` makes one.");
            return Exit.OK;
        }
        Style style = screen().style();
        Table table = new Table("NAME", "STATUS", "AGE", "ID", "ERROR");
        for (JsonNode deployment : deployments) {
            table.row(
                    style.bold(Texts.plain(Json.text(deployment, "name"))),
                    style.state(Json.text(deployment, "status")),
                    Json.instant(deployment, "createdAt")
                            .map(at -> Duration.between(at, around().clock().instant()))
                            .map(Texts::age)
                            .orElse(""),
                    Json.text(deployment, "id"),
                    Texts.plain(Json.text(deployment, "error")));
        }
        table.print(screen(), "");
        return Exit.OK;
    }
}
