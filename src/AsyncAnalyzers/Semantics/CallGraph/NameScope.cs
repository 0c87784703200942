namespace AsyncAnalyzers.Semantics;

/// <summary>
/// What can be told from the syntax about the types of receivers in one member: by the declarations of variables, fields and methods.
/// </summary>
internal sealed class NameScope
{
    private readonly DeclaredNames _names;
    private readonly SyntaxNode _member;
    private Dictionary<string, string?>? _variables;

    /// <param name="names">The names of the compilation.</param>
    /// <param name="member">An outermost function, or a type for its initializers.</param>
    public NameScope(DeclaredNames names, SyntaxNode member)
    {
        _names = names;
        _member = member;
        TypeNames = member.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().Select(type => type.Identifier.ValueText).ToArray();
    }

    /// <summary>The types around the member, the innermost first.</summary>
    public string[] TypeNames { get; }

    public SyntaxNode Member => _member;

    /// <summary>A local function of the member, or a variable or parameter of it.</summary>
    public bool Declares(string name) => Variables.ContainsKey(name);

    private Dictionary<string, string?> Variables => _variables ??= FindVariables();

    /// <summary>
    /// The nodes that a call of the member executes and that may run something: what <see cref="ExecutedCode.NodesOf"/> finds with what is
    /// nested in it, but for parts of types. The declarations are read in the same walk.
    /// </summary>
    public List<SyntaxNode> ReadCalls()
    {
        var calls = new List<SyntaxNode>();
        if (_member is TypeDeclarationSyntax or CompilationUnitSyntax)
        {
            calls.AddRange(ExecutedCode.NodesOf(_member, withNested: true).Where(MayRunSomething));
            return calls;
        }

        int from = ExecutedCode.StartOf(_member);
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (SyntaxNode node in _member.Descendants(MayHoldVariables))
        {
            AddVariable(node, variables);
            if (node.FullSpan.Start >= from)
            {
                if (MayRunSomething(node))
                {
                    calls.Add(node);
                }

                if (!ExecutedCode.MayHoldCalls(node, withNested: true))
                {
                    from = node.FullSpan.End;
                }
            }
        }

        _variables ??= variables;
        return calls;
    }

    private static bool MayRunSomething(SyntaxNode node)
        => node is SimpleNameSyntax or BaseObjectCreationExpressionSyntax or UsingStatementSyntax or LocalDeclarationStatementSyntax
            or CommonForEachStatementSyntax;

    /// <summary>The simple name of the expression's type; null where it is not known by syntax alone.</summary>
    public string? TypeOf(ExpressionSyntax? expression)
    {
        switch (expression)
        {
            case ParenthesizedExpressionSyntax parenthesized:
                return TypeOf(parenthesized.Expression);
            case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed:
                return TypeOf(suppressed.Operand);
            case ThisExpressionSyntax or BaseExpressionSyntax:
                return TypeNames.FirstOrDefault();
            case CastExpressionSyntax cast:
                return NameOf(cast.Type);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AsExpression, Right: TypeSyntax type }:
                return NameOf(type);
            case ObjectCreationExpressionSyntax creation:
                return NameOf(creation.Type);
            case AwaitExpressionSyntax await:
                return AwaitedType(await.Expression);
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } or InterpolatedStringExpressionSyntax:
                return "string";
            case PredefinedTypeSyntax or GenericNameSyntax:
                return NameOf((TypeSyntax)expression);
            case IdentifierNameSyntax { Identifier.ValueText: var name }:
                return TypeOf(name);
            case MemberAccessExpressionSyntax access:
                return TypeOf(access);
            case InvocationExpressionSyntax invocation when CallSyntax.CalledName(invocation) is { } called:
                return called == "ConfigureAwait" ? "Task" : _names.ReturnTypeOf(called);
            default:
                return null;
        }
    }

    private string? TypeOf(string name)
    {
        if (Variables.TryGetValue(name, out string? type))
        {
            return type;
        }

        foreach (string enclosing in TypeNames)
        {
            if (_names.TryGetVariable(enclosing, name, out type))
            {
                return type;
            }
        }

        // A type of the framework, or a member that a base class of another assembly declares: no type of this compilation.
        return _names.IsAlias(name) ? null : name;
    }

    private string? TypeOf(MemberAccessExpressionSyntax access)
    {
        string name = access.Name.Identifier.ValueText;
        string? receiver = TypeOf(access.Expression);
        return receiver is not null && _names.TryGetVariable(receiver, name, out string? type) ? type
            : _names.IsType(name) ? name
            : null;
    }

    private string? AwaitedType(ExpressionSyntax awaited)
        => CallSyntax.WithoutConfiguration(awaited) is InvocationExpressionSyntax invocation
            && CallSyntax.CalledName(invocation) is { } called ? _names.AwaitedTypeOf(called) : null;

    private string? NameOf(TypeSyntax type)
        => Semantics.TypeNames.Of(type) is { } name && !_names.IsAlias(name) ? name : null;

    private static bool MayHoldVariables(SyntaxNode node) => node is not (TypeSyntax or AttributeListSyntax);

    private Dictionary<string, string?> FindVariables()
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal);
        IEnumerable<SyntaxNode> nodes = _member is TypeDeclarationSyntax type
            ? type.ChildNodes().OfType<ParameterListSyntax>().SelectMany(parameters => parameters.Parameters)
            : _member.Descendants(MayHoldVariables);
        foreach (SyntaxNode node in nodes)
        {
            AddVariable(node, variables);
        }

        return variables;
    }

    private void AddVariable(SyntaxNode node, Dictionary<string, string?> variables)
    {
        switch (node)
        {
            case ParameterSyntax parameter:
                Add(parameter.Identifier, parameter.Type is null ? null : NameOf(parameter.Type));
                break;
            case VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } variable:
                Add(variable.Identifier, declaration.Type.IsVar
                    ? TypeOfInitializer(variable.Initializer?.Value)
                    : NameOf(declaration.Type));
                break;
            case SingleVariableDesignationSyntax designation:
                Add(designation.Identifier, designation.Parent switch
                {
                    DeclarationPatternSyntax pattern => NameOf(pattern.Type),
                    DeclarationExpressionSyntax declared => NameOf(declared.Type),
                    _ => null,
                });
                break;
            case ForEachStatementSyntax loop:
                Add(loop.Identifier, NameOf(loop.Type));
                break;
            case CatchDeclarationSyntax @catch:
                Add(@catch.Identifier, NameOf(@catch.Type));
                break;
            case FromClauseSyntax from:
                Add(from.Identifier, null);
                break;
            case LetClauseSyntax let:
                Add(let.Identifier, null);
                break;
            case JoinClauseSyntax join:
                Add(join.Identifier, null);
                break;
            case LocalFunctionStatementSyntax local:
                Add(local.Identifier, null);
                break;
        }

        // Several variables of one name in several blocks would have to be told apart.
        void Add(SyntaxToken identifier, string? name)
        {
            string variable = identifier.ValueText;
            variables[variable] = variables.TryGetValue(variable, out string? other) && other != name ? null : name;
        }
    }

    private string? TypeOfInitializer(ExpressionSyntax? value) => value switch
    {
        ObjectCreationExpressionSyntax creation => NameOf(creation.Type),
        CastExpressionSyntax cast => NameOf(cast.Type),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AsExpression, Right: TypeSyntax type } => NameOf(type),
        AwaitExpressionSyntax await => AwaitedType(await.Expression),
        InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "File" } } file
        }
            => file.Name.Identifier.ValueText switch
            {
                "Open" or "OpenRead" or "OpenWrite" or "Create" => "FileStream",
                "OpenText" => "StreamReader",
                "CreateText" or "AppendText" => "StreamWriter",
                _ => null,
            },
        InvocationExpressionSyntax invocation when CallSyntax.CalledName(invocation) is { } called => _names.ReturnTypeOf(called),
        _ => null,
    };
}
