using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>
/// The types and synchronous functions that a tree declares, by their names: one look at the declarations and none at the bodies.
/// </summary>
internal sealed class DeclaredFunctions : IEquatable<DeclaredFunctions>
{
    private static readonly ConditionalWeakTable<SyntaxTree, DeclaredFunctions> PerTree = new();

    private DeclaredFunctions(CompilationUnitSyntax root)
    {
        AddUsings(root.Usings);
        AddMembers(root.Members);
    }

    public List<DeclaredType> Types { get; } = new();

    /// <summary>Names that a <c>using X = …</c> gives to other types.</summary>
    public List<string> Aliases { get; } = new();

    /// <summary>There is a <c>using static</c>: bare names may mean members of other types.</summary>
    public bool HasStaticUsings { get; private set; }

    public static DeclaredFunctions Of(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (!PerTree.TryGetValue(tree, out DeclaredFunctions found))
        {
            var root = (CompilationUnitSyntax)tree.GetRoot(cancellationToken);
            found = PerTree.GetValue(tree, _ => new DeclaredFunctions(root));
        }

        return found;
    }

    /// <summary>The same names mean the same here; the bodies may differ.</summary>
    public bool Equals(DeclaredFunctions other)
        => HasStaticUsings == other.HasStaticUsings && Aliases.SequenceEqual(other.Aliases)
            && Types.Count == other.Types.Count
            && Types.Zip(other.Types, static (one, two) => one.DeclaresTheSameAs(two)).All(static same => same);

    public override bool Equals(object other) => other is DeclaredFunctions functions && Equals(functions);

    public override int GetHashCode() => Types.Count;

    private void AddUsings(SyntaxList<UsingDirectiveSyntax> usings)
    {
        Aliases.AddRange(TypeNames.AliasesIn(usings));
        HasStaticUsings |= usings.Any(static directive => directive.StaticKeyword.IsKind(SyntaxKind.StaticKeyword));
    }

    private void AddMembers(SyntaxList<MemberDeclarationSyntax> members)
    {
        foreach (MemberDeclarationSyntax member in members)
        {
            switch (member)
            {
                case BaseNamespaceDeclarationSyntax @namespace:
                    AddUsings(@namespace.Usings);
                    AddMembers(@namespace.Members);
                    break;
                case TypeDeclarationSyntax type:
                    Types.Add(new DeclaredType(type));
                    AddMembers(type.Members);
                    break;
            }
        }
    }
}

/// <summary>One declaration of a type (a partial one has several).</summary>
internal sealed class DeclaredType
{
    public DeclaredType(TypeDeclarationSyntax node)
    {
        Node = node;
        BaseNames = node.BaseList is { } bases
            ? bases.Types.Select(@base => TypeNames.Of(@base.Type)).OfType<string>().ToArray()
            : Array.Empty<string>();
        if (ParametersOf(node) is { } parameters)
        {
            foreach (ParameterSyntax parameter in parameters.Parameters)
            {
                VariableTypes[parameter.Identifier.ValueText] = TypeNames.Of(parameter.Type);
            }

            if (node.BaseList?.Types.FirstOrDefault() is PrimaryConstructorBaseTypeSyntax @base
                && @base.ArgumentList.Arguments.Any(argument
                    => argument.Expression is not (IdentifierNameSyntax or LiteralExpressionSyntax)))
            {
                Functions.Add(new DeclaredFunction(node, DeclaredFunction.Constructor));
            }
        }

        foreach (MemberDeclarationSyntax member in node.Members)
        {
            Add(member);
        }
    }

    public TypeDeclarationSyntax Node { get; }

    public string Name => Node.Identifier.ValueText;

    public string[] BaseNames { get; }

    /// <summary>The functions that have a body and return no task.</summary>
    public List<DeclaredFunction> Functions { get; } = new();

    /// <summary>
    /// What fields, properties and the parameters of a primary constructor are: the simple name of the type, or null where it says nothing.
    /// </summary>
    public Dictionary<string, string?> VariableTypes { get; } = new();

    /// <summary>
    /// The names of all methods, also of those without a body, with the type that each returns and what an await of it answers.
    /// </summary>
    public List<(string Name, string? Type, string? Awaited)> ReturnTypes { get; } = new();

    /// <summary>The same name, bases and members, by name and type; the bodies may differ.</summary>
    public bool DeclaresTheSameAs(DeclaredType other)
        => Name == other.Name
            && Enumerable.SequenceEqual(BaseNames, other.BaseNames)
            && Functions.Count == other.Functions.Count
            && Functions.Zip(other.Functions, static (one, two) => one.IsCalledLike(two)).All(static same => same)
            && ReturnTypes.SequenceEqual(other.ReturnTypes)
            && VariableTypes.Count == other.VariableTypes.Count
            && VariableTypes.All(variable => other.VariableTypes.TryGetValue(variable.Key, out string? type) && type == variable.Value);

    /// <summary>
    /// The parameters of a primary constructor, which all members of the type see. (The oldest supported compiler knows those of records
    /// only.)
    /// </summary>
    private static ParameterListSyntax? ParametersOf(TypeDeclarationSyntax type)
    {
        foreach (SyntaxNode child in type.ChildNodes())
        {
            if (child is ParameterListSyntax parameters)
            {
                return parameters;
            }

            if (child is MemberDeclarationSyntax)
            {
                break;
            }
        }

        return null;
    }

    private void Add(MemberDeclarationSyntax member)
    {
        switch (member)
        {
            case MethodDeclarationSyntax method:
                ReturnTypes.Add((method.Identifier.ValueText, TypeNames.Of(method.ReturnType), TypeNames.OfAwaited(method.ReturnType)));
                if ((method.Body is not null || method.ExpressionBody is not null)
                    && !method.Modifiers.Any(SyntaxKind.AsyncKeyword)
                    && !TypeNames.IsAsynchronous(method.ReturnType))
                {
                    bool isExtension = method.ParameterList.Parameters.FirstOrDefault()?.Modifiers.Any(SyntaxKind.ThisKeyword) == true;
                    Functions.Add(new DeclaredFunction(method, method.Identifier.ValueText, method.ParameterList, isExtension));
                }

                break;
            case ConstructorDeclarationSyntax constructor when !constructor.Modifiers.Any(SyntaxKind.StaticKeyword):
                Functions.Add(
                    new DeclaredFunction(constructor, DeclaredFunction.Constructor, constructor.ParameterList, isExtension: false));
                break;
            case PropertyDeclarationSyntax property:
                VariableTypes[property.Identifier.ValueText] = TypeNames.Of(property.Type);
                if (property.ExpressionBody is not null)
                {
                    AddAccessor(property, property, property.ExpressionBody);
                }
                else if (property.AccessorList is { } accessors)
                {
                    foreach (AccessorDeclarationSyntax accessor in accessors.Accessors)
                    {
                        AddAccessor(property, accessor, (SyntaxNode?)accessor.Body ?? accessor.ExpressionBody);
                    }
                }

                AddInitializer(property.Initializer, property.Modifiers);
                break;
            case FieldDeclarationSyntax field:
                foreach (VariableDeclaratorSyntax variable in field.Declaration.Variables)
                {
                    VariableTypes[variable.Identifier.ValueText] = TypeNames.Of(field.Declaration.Type);
                    AddInitializer(variable.Initializer, field.Modifiers);
                }

                break;
        }
    }

    /// <summary>Most accessors read or write a field, and nothing else.</summary>
    private void AddAccessor(PropertyDeclarationSyntax property, SyntaxNode accessor, SyntaxNode? body)
    {
        ExpressionSyntax? expression = body switch
        {
            ArrowExpressionClauseSyntax arrow => arrow.Expression,
            BlockSyntax { Statements: { Count: 1 } statements } => statements[0] switch
            {
                ReturnStatementSyntax @return => @return.Expression,
                ExpressionStatementSyntax statement => statement.Expression,
                _ => null,
            },
            _ => null,
        };
        if (body is not null && !TypeNames.IsAsynchronous(property.Type)
            && expression is not (
                IdentifierNameSyntax or LiteralExpressionSyntax or AssignmentExpressionSyntax { Right: IdentifierNameSyntax }))
        {
            Functions.Add(new DeclaredFunction(accessor, property.Identifier.ValueText));
        }
    }

    /// <summary>
    /// The initializers of a type run with each of its constructors: together they are one more function, the type itself.
    /// </summary>
    private void AddInitializer(EqualsValueClauseSyntax? initializer, SyntaxTokenList modifiers)
    {
        if (initializer is not null
            && initializer.Value is not LiteralExpressionSyntax
            && !modifiers.Any(SyntaxKind.StaticKeyword)
            && !modifiers.Any(SyntaxKind.ConstKeyword)
            && !Functions.Any(function => function.Node == Node))
        {
            Functions.Insert(0, new DeclaredFunction(Node, DeclaredFunction.Constructor));
        }
    }
}

/// <summary>A function with a body, as its callers write it.</summary>
internal sealed class DeclaredFunction
{
    public const string Constructor = ".ctor";

    public DeclaredFunction(SyntaxNode node, string name, ParameterListSyntax? parameters = null, bool isExtension = false)
    {
        Node = node;
        Name = name;
        IsExtension = isExtension;
        MaximumArguments = int.MaxValue;
        if (parameters is not null)
        {
            MaximumArguments = 0;
            foreach (ParameterSyntax parameter in parameters.Parameters)
            {
                bool isArray = parameter.Modifiers.Any(SyntaxKind.ParamsKeyword);
                MinimumArguments += isArray || parameter.Default is not null ? 0 : 1;
                MaximumArguments = isArray || MaximumArguments == int.MaxValue ? int.MaxValue : MaximumArguments + 1;
            }
        }
    }

    /// <summary>The method, constructor, accessor or expression-bodied property; the type for its initializers.</summary>
    public SyntaxNode Node { get; }

    public string Name { get; }

    public bool IsExtension { get; }

    public int MinimumArguments { get; }

    public int MaximumArguments { get; }

    private bool IsProperty => Node is PropertyDeclarationSyntax or AccessorDeclarationSyntax;

    /// <summary>Whatever call may mean the one may mean the other.</summary>
    public bool IsCalledLike(DeclaredFunction other)
        => Name == other.Name && IsExtension == other.IsExtension && IsProperty == other.IsProperty
            && MinimumArguments == other.MinimumArguments && MaximumArguments == other.MaximumArguments;

    /// <summary>
    /// A call with this many arguments may mean the function; <see cref="CallSite.NoArguments"/> is the use of a property.
    /// </summary>
    public bool Takes(int arguments)
        => arguments == CallSite.NoArguments
            ? IsProperty
            : !IsProperty
                && ((arguments >= MinimumArguments && arguments <= MaximumArguments)
                    || (IsExtension && arguments + 1 >= MinimumArguments && arguments < MaximumArguments));
}
