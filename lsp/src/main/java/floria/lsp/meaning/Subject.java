package floria.lsp.meaning;

import java.util.Optional;

import floria.tosca.document.ServiceFile;
import floria.tosca.types.Declaration;
import floria.tosca.yaml.Mapping;

/**
 * What the names at a place belong to: their properties, capabilities, fields are those of this.
 *
 * @param type its type, if that is declared anywhere
 * @param definition what else defines it, such as the {@code entry_schema} of a property
 * @param template the template, if it is one, such as for its artifacts
 * @param file where the names in all of these are looked up
 */
public record Subject(
        Optional<Declaration> type, Mapping definition, Mapping template, ServiceFile file) {}
