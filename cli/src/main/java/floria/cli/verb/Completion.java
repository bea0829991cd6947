package floria.cli.verb;

import java.util.function.Supplier;

import picocli.AutoComplete;
import picocli.CommandLine;

import floria.cli.Exit;
import floria.cli.Failure;
import floria.cli.Surroundings;
import floria.cli.api.Json;

/** Prints completion scripts. */
public final class Completion extends Verb {

    private final Supplier<String> shell =
            argument("SHELL", "bash, zsh or fish.", "bash", "zsh", "fish");

    public Completion(Surroundings around) {
        super(around, "completion", "Print the completion script of a shell.");
        examples(
                "source <(floria completion bash)       # in ~/.bashrc",
                "source <(floria completion zsh)        # in ~/.zshrc",
                "floria completion fish | source        # in ~/.config/fish/config.fish");
    }

    @Override
    Exit run() {
        CommandLine root = spec().root().commandLine();
        String script =
                switch (shell.get()) {
                    // The one script serves both; it looks which shell reads it.
                    case "bash", "zsh" -> AutoComplete.bash("floria", root);
                    case "fish" -> Fish.script("floria", root);
                    default ->
                            throw Failure.usage(
                                    "There is no completion for " + shell.get() + ".",
                                    "It is there for bash, zsh and fish.");
                };
        if (json()) {
            print(Json.object().put("shell", shell.get()).put("script", script));
        } else {
            screen().out().print(script);
        }
        return Exit.OK;
    }
}
