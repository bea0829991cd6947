package floria.cli.verb;

import java.util.function.Supplier;

import tools.jackson.databind.JsonNode;

import floria.cli.Exit;
import floria.cli.Surroundings;
import floria.cli.api.Json;
import floria.cli.screen.Table;
import floria.cli.screen.Texts;

/** Lists what a deployment has been. */
public final class Revisions extends Verb {
    private final Supplier<String> deployment = argument("DEPLOYMENT", "Its name or id.");

    public Revisions(Surroundings around) {
        super(around, "revisions", "List every state that was ever wanted of a deployment.");
        explain("Newest first. `floria rollback` goes back to one.");
        examples("floria revisions notebook", "floria revisions notebook --json");
    }

    @Override
    Exit run() {
        Table table = new Table("REVISION", "WHAT", "WHO", "WHEN");
        for (JsonNode revision : server().revisions(deployment.get())) {
            if (json()) {
                print(revision);
            } else {
                table.row(
                        Integer.toString(revision.path("number").asInt()),
                        Texts.plain(Json.text(revision, "origin")),
                        Texts.plain(Json.text(revision, "actor")),
                        Json.text(revision, "createdAt"));
            }
        }
        if (!json()) {
            table.print(screen(), "");
        }
        return Exit.OK;
    }
}
