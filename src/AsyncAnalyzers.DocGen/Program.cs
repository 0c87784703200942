using AsyncAnalyzers.DocGen;

// The exit code is the number of files that were changed: 0 means that everything was up to date.
DirectoryInfo? root = new(args.Length > 0 ? args[0] : Environment.CurrentDirectory);
while (root is not null && !File.Exists(Path.Combine(root.FullName, "AsyncAnalyzers.sln")))
{
    root = root.Parent;
}

if (root is null)
{
    Console.Error.WriteLine("AsyncAnalyzers.sln is neither here nor in a folder above: start DocGen inside the repository.");
    return 255;
}

int changed = 0;
IReadOnlyList<Rule> rules = Rule.FindAll();

Write("README.md", readme => RuleTable.UpdateFamilies(readme ?? "", rules));
Write("README.ko.md", readme => RuleTable.UpdateFamilies(readme ?? "", rules, korean: true));
Write("docs/rules/README.md", page => RuleTable.Update(page ?? "", rules));
foreach (Rule rule in rules)
{
    Write($"docs/rules/{rule.Id}.md", page => RulePage.Update(page, rule));
}

foreach ((string fileName, string content) in Presets.Render(rules))
{
    Write($"src/AsyncAnalyzers.Package/buildTransitive/config/{fileName}", _ => content);
}

Console.WriteLine($"{rules.Count} rules, {changed} files changed");
return Math.Min(changed, 254);

void Write(string relativePath, Func<string?, string> update)
{
    string path = Path.Combine(root.FullName, relativePath);
    string? before = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : null;
    string after = update(before);
    if (after == before)
    {
        return;
    }

    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
    File.WriteAllText(path, after);
    Console.WriteLine($"{(before is null ? "created" : "changed")} {relativePath}");
    changed++;
}
