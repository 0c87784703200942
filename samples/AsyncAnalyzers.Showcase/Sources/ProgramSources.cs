using System.Reflection;

namespace AsyncAnalyzers.Showcase.Sources;

/// <summary>The source files that a program carries as resources, so that it can compile parts of itself again.</summary>
internal sealed class ProgramSources
{
    private readonly Assembly _program;
    private readonly string _specimens;

    /// <param name="program">The program.</param>
    /// <param name="folder">The folder of its project, from the root of the repository.</param>
    /// <param name="specimens">The folder in it whose files are compiled one at a time.</param>
    public ProgramSources(Assembly program, string folder, string specimens)
    {
        _program = program;
        Folder = folder + "/";
        _specimens = specimens + "/";
    }

    /// <summary>The folder of the project, from the root of the repository, with a slash at its end.</summary>
    public string Folder { get; }

    /// <summary>The text of a file, with line feeds only.</summary>
    /// <param name="file">Its path from the folder of the project.</param>
    public string Read(string file) => Read(_program, file);

    /// <summary>Everything that a specimen needs to compile, as paths from the root of the repository and texts.</summary>
    public IEnumerable<(string Path, string Text)> Surroundings()
    {
        Assembly showcase = typeof(ProgramSources).Assembly;
        return Names(showcase).Select(name => ("samples/AsyncAnalyzers.Showcase/" + name, Read(showcase, name)))
            .Concat(Names(_program)
                .Where(name => !name.StartsWith(_specimens, StringComparison.Ordinal))
                .Select(name => (Folder + name, Read(_program, name))));
    }

    private static IEnumerable<string> Names(Assembly assembly)
        => assembly.GetManifestResourceNames().Where(name => name.EndsWith(".cs", StringComparison.Ordinal));

    private static string Read(Assembly assembly, string name)
    {
        using Stream stream = assembly.GetManifestResourceStream(name)
            ?? throw new InvalidDataException($"{name} is not among the resources: file, namespace and class must agree.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
