namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>What code does to an object that it has just made: puts things into it, or sets it up.</summary>
internal static class Filling
{
    /// <summary>How the names of methods begin that put something into the object that they are called on.</summary>
    private static readonly string[] FillingVerbs =
    {
        "Add", "TryAdd", "Insert", "Enqueue", "Push", "Append", "GetOrAdd", "Put", "Load", "Init", "Fill", "Populate", "UnionWith", "Merge",
        "Register", "Deserialize", "SetUp", "Setup", "Configure", "Build",
    };

    /// <summary>The same for methods that get the object as an argument.</summary>
    private static readonly string[] VerbsOfOthers =
    {
        "Load", "Init", "Fill", "Populate", "Read", "Build", "Collect", "SetUp", "Setup", "Configure", "Deserialize",
    };

    /// <summary>The first place in the statements that fills the object, itself or in a method of the type that it calls.</summary>
    /// <param name="statements">What runs behind the assignment.</param>
    /// <param name="use">The assignment.</param>
    /// <param name="model">The model of the tree; null where syntax alone is to tell.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static SyntaxNode? Find(
        IEnumerable<StatementSyntax> statements, FirstUse use, SemanticModel? model, CancellationToken cancellationToken)
    {
        string? alias = AliasOf(use.Assignment);
        foreach (StatementSyntax statement in statements)
        {
            if (In(statement, use.Name, alias) is { } own)
            {
                return own;
            }

            if (model is null)
            {
                continue;
            }

            foreach (SyntaxNode node in FunctionSyntax.OwnNodes(statement))
            {
                if (CalledOf(node, CodeModel.Of(model, cancellationToken)) is { } called
                    && called.Body is var body && In(body, use.Name, null) is not null)
                {
                    return node;
                }
            }
        }

        return null;
    }

    /// <summary>The source of a method of the same object or type that a call names without saying on what.</summary>
    public static CalledSource? CalledOf(SyntaxNode node, CodeModel model)
        => node is InvocationExpressionSyntax
        {
            Expression: SimpleNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax },
        } call && CallSyntax.MethodOf(call, model) is { } method
            ? CalledSource.OfOnly(method, model)
            : null;

    /// <summary>The local that holds the same object: <c>var map = _map = new()</c>, <c>_map = map</c>.</summary>
    public static string? AliasOf(AssignmentExpressionSyntax assignment)
        => assignment.Right is IdentifierNameSyntax source ? source.Identifier.ValueText
            : assignment.Parent switch
            {
                EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => variable.Identifier.ValueText,
                AssignmentExpressionSyntax { Left: IdentifierNameSyntax target } outer when outer.Right == assignment
                    => target.Identifier.ValueText,
                _ => null,
            };

    /// <summary>The first place of the code that fills what has one of the names.</summary>
    public static SyntaxNode? In(SyntaxNode code, string name, string? alias)
    {
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(code))
        {
            switch (node)
            {
                case InvocationExpressionSyntax call when CallSyntax.CalledNameSyntax(call) is { } called:
                    if (CallSyntax.Receiver(called) is { } receiver && (IsIt(receiver) || IsPartOfIt(receiver))
                        && BeginsWith(called, FillingVerbs) && !IsOfToken(receiver))
                    {
                        return call;
                    }

                    if (BeginsWith(called, VerbsOfOthers) && call.ArgumentList.Arguments.Any(argument
                        => argument.RefKindKeyword.IsKind(SyntaxKind.None) && IsIt(argument.Expression)))
                    {
                        return call;
                    }

                    break;
                case AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax or MemberAccessExpressionSyntax } assignment
                    when !assignment.IsKind(SyntaxKind.AddAssignmentExpression) || assignment.Left is ElementAccessExpressionSyntax:
                    if (IsPartOfIt(assignment.Left))
                    {
                        return assignment;
                    }

                    break;
            }
        }

        return null;

        bool IsIt(ExpressionSyntax expression)
            => OwnMember.NameWithTypeOf(CallSyntax.WithoutCasts(expression)) is { } found
                && (found == name || (found == alias && expression is not MemberAccessExpressionSyntax));

        bool IsPartOfIt(ExpressionSyntax target)
        {
            while (target is ElementAccessExpressionSyntax or MemberAccessExpressionSyntax)
            {
                target = target is ElementAccessExpressionSyntax element ? element.Expression
                    : ((MemberAccessExpressionSyntax)target).Expression;
                if (IsIt(target))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary><c>_stop.Token.Register(…)</c>: whoever has the source early misses nothing.</summary>
    private static bool IsOfToken(ExpressionSyntax receiver)
        => receiver is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Token" };

    private static bool BeginsWith(SimpleNameSyntax called, string[] verbs)
        => Array.Exists(verbs, verb => called.Identifier.ValueText.StartsWith(verb, StringComparison.Ordinal));
}
