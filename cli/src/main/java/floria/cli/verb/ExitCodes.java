package floria.cli.verb;

import floria.cli.Exit;
import floria.cli.Surroundings;
import floria.cli.api.Json;
import floria.cli.screen.Table;

/** Says what the exit codes mean. */
public final class ExitCodes extends Verb {

    public ExitCodes(Surroundings around) {
        super(around, "exit-codes", "Say what the exit codes mean.");
        examples("floria exit-codes");
    }

    @Override
    Exit run() {
        Table table = new Table("CODE", "MEANING");
        for (Exit exit : Exit.values()) {
            if (json()) {
                print(Json.object().put("code", exit.code()).put("meaning", exit.meaning()));
            } else {
                table.row(String.valueOf(exit.code()), exit.meaning());
            }
        }
        table.print(screen(), "");
        return Exit.OK;
    }
}
