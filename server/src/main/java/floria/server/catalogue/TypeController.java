package floria.server.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import floria.engine.deployment.Refusal;

/** The types that templates can use. */
@RestController
@RequestMapping("/api/v1/types")
@Tag(name = "Catalogue", description = "The types and templates that come with Floria.")
public class TypeController {
    /** Read when somebody first asks, since the start of a server is to be quick. */
    private final AtomicReference<Optional<TypeBook>> book =
            new AtomicReference<>(Optional.empty());

    /** All of them, by name. */
    @Schema(name = "TypePage")
    public record Page(List<TypeView.Entry> items) {}

    @GetMapping
    @Operation(summary = "Lists the types of the language and of the bundled profiles")
    Page listTypes() {
        return new Page(book().entries());
    }

    @GetMapping("/{name}")
    @Operation(summary = "A type with all that it has and inherits")
    TypeView type(@PathVariable String name) {
        return book().type(name)
                .orElseThrow(() ->
                        new Refusal(Refusal.Code.NOT_FOUND, "there is no type named " + name));
    }

    private TypeBook book() {
        return book.get()
                .orElseGet(() -> {
                    TypeBook read = TypeBook.read();
                    book.set(Optional.of(read));
                    return read;
                });
    }
}
