using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// The types and functions of a compilation by their simple names, and which functions a call may mean as far as the syntax tells:
/// always enough of them, and mostly few.
/// </summary>
internal sealed class DeclaredNames
{
    private const int AnyArguments = -2;

    private static readonly ConditionalWeakTable<Compilation, Holder> PerCompilation = new();

    private readonly Dictionary<string, NamedType> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<DeclaredFunction>> _functions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _returnTypes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _awaitedTypes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _aliases = new(StringComparer.Ordinal);
    private readonly bool _hasStaticUsings;
    private readonly ConcurrentDictionary<(string? Type, string Name, int Arguments), NamedFunctions> _resolved = new();

    private DeclaredNames(Compilation compilation, CancellationToken cancellationToken)
    {
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            DeclaredFunctions declared = DeclaredFunctions.Of(tree, cancellationToken);
            _aliases.UnionWith(declared.Aliases);
            _hasStaticUsings |= declared.HasStaticUsings;
            foreach (DeclaredType type in declared.Types)
            {
                Add(type);
            }
        }

        foreach (NamedType type in _types.Values)
        {
            foreach (string @base in type.BaseNames)
            {
                if (_types.TryGetValue(@base, out NamedType declared) && declared != type)
                {
                    type.Bases.Add(declared);
                    declared.Derived.Add(type);
                }
            }
        }
    }

    public static DeclaredNames Of(Compilation compilation, CancellationToken cancellationToken)
    {
        Holder holder = PerCompilation.GetValue(compilation, static _ => new Holder());
        if (holder.Names is null)
        {
            lock (holder)
            {
                holder.Names ??= new DeclaredNames(compilation, cancellationToken);
            }
        }

        return holder.Names;
    }

    public bool IsAlias(string name) => _aliases.Contains(name);

    public bool IsType(string name) => _types.ContainsKey(name);

    /// <summary>The result type of the methods of the name; null where there are none, or several that differ.</summary>
    public string? ReturnTypeOf(string method) => _returnTypes.TryGetValue(method, out string? type) ? type : null;

    /// <summary>What an await of the methods of the name answers; null where there are none, or several that differ.</summary>
    public string? AwaitedTypeOf(string method) => _awaitedTypes.TryGetValue(method, out string? type) ? type : null;

    /// <summary>The synchronous functions of the name, in whatever type.</summary>
    public IReadOnlyList<DeclaredFunction> FunctionsNamed(string name)
        => _functions.TryGetValue(name, out List<DeclaredFunction> functions) ? functions : Array.Empty<DeclaredFunction>();

    /// <summary>The type of a field or property that the type declares or inherits within the compilation.</summary>
    public bool TryGetVariable(string type, string name, out string? variableType)
    {
        variableType = null;
        if (!_types.TryGetValue(type, out NamedType? declared))
        {
            return false;
        }

        foreach (NamedType ancestor in Closure(new[] { declared }, static one => one.Bases))
        {
            if (ancestor.VariableTypes.TryGetValue(name, out variableType))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The declarations of the types of the name and of all that derive from them or implement them.</summary>
    public IEnumerable<DeclaredType> WithDerived(string type)
        => _types.TryGetValue(type, out NamedType? declared)
            ? Closure(new[] { declared }, static one => one.Derived).SelectMany(one => one.Declarations)
            : Enumerable.Empty<DeclaredType>();

    /// <summary>The functions that a call site may run; null where there are none.</summary>
    public NamedFunctions? Find(CallSite site, NameScope scope)
    {
        switch (site.Kind)
        {
            case CallKind.Creation:
                return _types.ContainsKey(site.Name) ? Resolve(site.Name, DeclaredFunction.Constructor, site.Arguments) : null;
            case CallKind.Disposal or CallKind.Enumeration:
                return _functions.ContainsKey(site.Name) && TypeOfValue(site, scope) is { } value && _types.ContainsKey(value) ? Resolve(value, site.Name, site.Arguments) : null;
            case var _ when !_functions.ContainsKey(site.Name):
                return null;
            case var _ when site.Receiver is not null:
                return Resolve(scope.TypeOf(site.Receiver), site.Name, site.Arguments);
            case var _ when _hasStaticUsings && site.Kind == CallKind.Call:
                return Resolve(null, site.Name, site.Arguments);
        }

        foreach (string enclosing in scope.TypeNames)
        {
            if (Resolve(enclosing, site.Name, site.Arguments, withExtensions: false) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The constructors of a type and of its bases, with their initializers.</summary>
    public IEnumerable<NamedFunctions> ConstructorsOf(string type)
    {
        NamedFunctions? constructors = Resolve(type, DeclaredFunction.Constructor, AnyArguments);
        return constructors is null ? Array.Empty<NamedFunctions>() : new[] { constructors };
    }

    private static string? TypeOfValue(CallSite site, NameScope scope)
        => site.Node is UsingStatementSyntax { Declaration.Type: { IsVar: false } type } ? TypeNames.Of(type)
            : site.Node is LocalDeclarationStatementSyntax { Declaration.Type: { IsVar: false } declared } ? TypeNames.Of(declared)
            : scope.TypeOf(site.Receiver);

    private static List<NamedType> Closure(IEnumerable<NamedType> start, Func<NamedType, List<NamedType>> next)
    {
        var found = new List<NamedType>();
        var seen = new HashSet<NamedType>();
        var toDo = new Queue<NamedType>(start);
        while (toDo.Count > 0)
        {
            NamedType type = toDo.Dequeue();
            if (seen.Add(type))
            {
                found.Add(type);
                next(type).ForEach(toDo.Enqueue);
            }
        }

        return found;
    }

    private NamedFunctions? Resolve(string? type, string name, int arguments, bool withExtensions = true)
    {
        NamedFunctions functions = _resolved.GetOrAdd((withExtensions ? type : "." + type, name, arguments), key => new NamedFunctions(Search(type, name, arguments, withExtensions)));
        return functions.Functions.Count == 0 ? null : functions;
    }

    private List<DeclaredFunction> Search(string? type, string name, int arguments, bool withExtensions)
    {
        var found = new List<DeclaredFunction>();
        if (type is not null && _types.TryGetValue(type, out NamedType? declared))
        {
            if (name == DeclaredFunction.Constructor)
            {
                // With the constructors of the bases, which run without being written anywhere.
                AddNamed(new[] { declared }, function => arguments == AnyArguments || function.Takes(arguments));
                AddNamed(Closure(declared.Bases, static one => one.Bases), static _ => true);
                return found;
            }

            // A member may be inherited by a derived type from another base: IStore ← Store : StoreBase, whose Save is meant.
            AddNamed(Closure(Closure(new[] { declared }, static one => one.Derived), static one => one.Bases), function => function.Takes(arguments));

            // Extension methods are declared in types that have nothing to do with their receivers.
            withExtensions &= arguments != CallSite.NoArguments;
        }
        else if (type is null && _functions.TryGetValue(name, out List<DeclaredFunction> all))
        {
            found.AddRange(all.Where(function => function.Takes(arguments)));
            withExtensions = false;
        }

        if (withExtensions && _functions.TryGetValue(name, out List<DeclaredFunction> named))
        {
            found.AddRange(named.Where(function => function.IsExtension && function.Takes(arguments)).Except(found));
        }

        return found;

        void AddNamed(IEnumerable<NamedType> types, Func<DeclaredFunction, bool> isMeant)
        {
            foreach (NamedType one in types)
            {
                if (one.Functions.TryGetValue(name, out List<DeclaredFunction> functions))
                {
                    found.AddRange(functions.Where(isMeant));
                }
            }
        }
    }

    private void Add(DeclaredType declaration)
    {
        if (!_types.TryGetValue(declaration.Name, out NamedType type))
        {
            _types.Add(declaration.Name, type = new NamedType(declaration.Name));
        }

        type.Declarations.Add(declaration);
        type.BaseNames.UnionWith(declaration.BaseNames);
        foreach (DeclaredFunction function in declaration.Functions)
        {
            Add(type.Functions, function);
            if (function.Name != DeclaredFunction.Constructor)
            {
                Add(_functions, function);
            }
        }

        foreach (KeyValuePair<string, string?> variable in declaration.VariableTypes)
        {
            Merge(type.VariableTypes, variable.Key, variable.Value);
        }

        foreach ((string name, string? result, string? awaited) in declaration.ReturnTypes)
        {
            Merge(_returnTypes, name, result);
            Merge(_awaitedTypes, name, awaited);
        }
    }

    private static void Add(Dictionary<string, List<DeclaredFunction>> functions, DeclaredFunction function)
    {
        if (!functions.TryGetValue(function.Name, out List<DeclaredFunction> named))
        {
            functions.Add(function.Name, named = new List<DeclaredFunction>(1));
        }

        named.Add(function);
    }

    private static void Merge(Dictionary<string, string?> types, string name, string? type)
        => types[name] = types.TryGetValue(name, out string? other) && other != type ? null : type;

    private sealed class Holder
    {
        public DeclaredNames? Names { get; set; }
    }

    /// <summary>All types of one simple name, taken as one.</summary>
    private sealed class NamedType(string name)
    {
        public string Name { get; } = name;

        public HashSet<string> BaseNames { get; } = new(StringComparer.Ordinal);

        public List<DeclaredType> Declarations { get; } = new();

        public List<NamedType> Bases { get; } = new();

        public List<NamedType> Derived { get; } = new();

        public Dictionary<string, List<DeclaredFunction>> Functions { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, string?> VariableTypes { get; } = new(StringComparer.Ordinal);
    }
}

/// <summary>The functions that a call may mean.</summary>
internal sealed class NamedFunctions(List<DeclaredFunction> functions)
{
    public List<DeclaredFunction> Functions { get; } = functions;
}
