package floria.cli.verb;

import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import floria.cli.Exit;
import floria.cli.Surroundings;
import floria.cli.api.Json;

/** Prints completion scripts. */
@Command(
        name = "completion",
        header = "Print the completion script of a shell.",
        footer = {
            "",
            "Examples:",
            "  source <(floria completion bash)       # in ~/.bashrc",
            "  source <(floria completion zsh)        # in ~/.zshrc",
            "  floria completion fish | source        # in ~/.config/fish/config.fish"
        })
public final class Completion extends Verb {

    /** The shells that are served. */
    public enum Shell {
        bash,
        zsh,
        fish
    }

    @Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
    private Shell shell = Shell.bash;

    public Completion(Surroundings around) {
        super(around);
    }

    @Override
    Exit run() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the specification before it runs a verb");
        }
        CommandLine root = spec.root().commandLine();
        String script =
                switch (shell) {
                    // The one script serves both; it looks which shell reads it.
                    case bash, zsh -> AutoComplete.bash("floria", root);
                    case fish -> Fish.script("floria", root);
                };
        if (json()) {
            print(Json.object().put("shell", shell.name()).put("script", script));
        } else {
            screen().out().print(script);
        }
        return Exit.OK;
    }
}
