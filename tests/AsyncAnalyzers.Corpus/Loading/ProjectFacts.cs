using System.Xml.Linq;

namespace AsyncAnalyzers.Corpus.Loading;

/// <summary>What the evaluation of a project says about it, whether or not the project builds.</summary>
internal sealed class ProjectFacts
{
    private readonly ILookup<string, string> _values;

    private ProjectFacts(IEnumerable<(string Name, string Value)> values) => _values = values.ToLookup(pair => pair.Name, pair => pair.Value);

    /// <summary>The full path of the project file.</summary>
    public string ProjectFile => Get("ProjectFile");

    /// <summary>The target frameworks that a project with several of them lists.</summary>
    public ImmutableArray<string> TargetFrameworks
        => [.. Get("TargetFrameworks").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()];

    /// <summary>The source files.</summary>
    public IEnumerable<string> SourceFiles => _values["Compile"];

    /// <summary>The projects whose assemblies this one refers to, with the alias of the reference.</summary>
    public IEnumerable<(string ProjectFile, string Aliases)> ProjectReferences
        => from value in _values["ProjectReference"]
           let parts = value.Split('|')
           where !string.Equals(parts[1], "false", StringComparison.OrdinalIgnoreCase)
           select (Path.GetFullPath(parts[0].Replace('\\', Path.DirectorySeparatorChar)), parts[3]);

    /// <summary>The packages by id, with the version that is asked for; empty if none is.</summary>
    public IEnumerable<(string Id, string Version)> Packages
    {
        get
        {
            Dictionary<string, string> central = _values["PackageVersion"].Select(value => value.Split('|'))
                .GroupBy(parts => parts[0], StringComparer.OrdinalIgnoreCase)
                .ToDictionary(group => group.Key, group => group.Last()[1], StringComparer.OrdinalIgnoreCase);
            return from value in _values["Package"]
                   let parts = value.Split('|')
                   select (parts[0], parts[1].Length > 0 ? parts[1] : central.GetValueOrDefault(parts[0], ""));
        }
    }

    /// <summary>The global usings of the project as source; null if it has none.</summary>
    public string? GlobalUsings
    {
        get
        {
            IEnumerable<string> lines =
                from value in _values["Using"]
                let parts = value.Split('|')
                let kind = string.Equals(parts[1], "true", StringComparison.OrdinalIgnoreCase) ? "static " : ""
                let alias = parts[2].Length > 0 ? parts[2] + " = " : ""
                select $"global using {kind}{alias}{parts[0]};";
            string text = string.Join('\n', lines.Distinct());
            return text.Length > 0 ? text : null;
        }
    }

    /// <summary>There are no packages, or every one was found when the project was last restored.</summary>
    public async Task<bool> IsRestoredAsync()
        => !Packages.Any()
            || (Get("AssetsFile") is { Length: > 0 } assets
                && File.Exists(assets)
                && !(await File.ReadAllTextAsync(assets)).Contains("\"code\": \"NU110", StringComparison.Ordinal));

    /// <summary>A property by its name in RecordFacts.targets; empty if it is not set.</summary>
    public string Get(string name) => _values[name].FirstOrDefault("");

    /// <summary>Reads what RecordFacts.targets wrote.</summary>
    public static ProjectFacts Read(string path)
        => new(
            from line in File.ReadAllLines(path)
            let parts = line.Split('=', 2, StringSplitOptions.TrimEntries)
            where parts.Length == 2
            select (parts[0], parts[1]));

    /// <summary>For a project that cannot be evaluated: what is written in the file itself, and all sources below it.</summary>
    public static ProjectFacts Guess(string projectFile)
    {
        string folder = Path.GetDirectoryName(projectFile)!;
        var values = new List<(string, string)>
        {
            ("ProjectFile", projectFile),
            ("AssemblyName", Path.GetFileNameWithoutExtension(projectFile)),
        };
        values.AddRange(SourceTree.Files(folder, "*.cs").Select(file => ("Compile", file)));
        try
        {
            foreach (XElement element in XDocument.Load(projectFile).Descendants())
            {
                string include = element.Attribute("Include")?.Value ?? "";
                switch (element.Name.LocalName)
                {
                    case "PackageReference" when include.Length > 0:
                        string? version = element.Elements().FirstOrDefault(child => child.Name.LocalName == "Version")?.Value;
                        values.Add(("Package", $"{include}|{element.Attribute("Version")?.Value ?? version}"));
                        break;
                    case "ProjectReference" when include.Length > 0:
                        string path = Path.Combine(folder, include.Replace('\\', Path.DirectorySeparatorChar));
                        values.Add(("ProjectReference", path + "|||"));
                        break;
                    case "AssemblyName" or "OutputType" or "TargetFramework" or "TargetFrameworks" or "DefineConstants" or "LangVersion" or "Nullable":
                        values.Add((element.Name.LocalName, element.Value));
                        break;
                }
            }
        }
        catch (System.Xml.XmlException)
        {
            // The sources are there all the same.
        }

        return new ProjectFacts(values);
    }

    /// <summary>A folder without projects: its sources as one project.</summary>
    public static ProjectFacts OfFolder(string folder)
        => new(
        [
            ("ProjectFile", folder),
            ("AssemblyName", Path.GetFileName(folder)),
            .. SourceTree.Files(folder, "*.cs").Select(file => ("Compile", file)),
        ]);
}
