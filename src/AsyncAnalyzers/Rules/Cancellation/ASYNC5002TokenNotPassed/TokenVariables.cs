namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>The locals of a member, with all that is nested in it, that are tokens or sources of tokens. By syntax alone.</summary>
internal sealed class TokenVariables
{
    private static readonly ModelCache<TokenVariables> Found = new();
    private static readonly ModelCache<bool> Serving = new();

    private readonly List<VariableDeclaratorSyntax> _sources = new();

    private TokenVariables(SyntaxNode member)
    {
        foreach (SyntaxNode node in member.Descendants())
        {
            if (node is not VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } declarator)
            {
                continue;
            }

            string? type = TypeNames.Of(declaration.Type);
            ExpressionSyntax? value = declarator.Initializer?.Value;
            if (type == "CancellationTokenSource"
                || value is ObjectCreationExpressionSyntax creation && TypeNames.Of(creation.Type) == "CancellationTokenSource"
                || value is InvocationExpressionSyntax call && CallSyntax.CalledName(call) == "CreateLinkedTokenSource")
            {
                _sources.Add(declarator);
            }
            else if (type == "CancellationToken"
                || (type is null && value is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name }
                    && name.EndsWith("Token", StringComparison.Ordinal)))
            {
                HasTokens = true;
            }
            else if (type is null && value is InvocationExpressionSyntax made
                && CallSyntax.CalledName(made)?.EndsWith("Token", StringComparison.Ordinal) == true)
            {
                HasTokens = true;
            }
        }
    }

    public bool HasTokens { get; }

    public bool Any => HasTokens || _sources.Count > 0;

    public static TokenVariables In(SyntaxNode member, CodeModel model)
        => Found.GetOrAdd(model, member, static member => new TokenVariables(member));

    /// <summary>The sources that are declared before a place and can be seen there.</summary>
    public List<VariableDeclaratorSyntax> SourcesAt(SyntaxNode place)
        => _sources.FindAll(source => source.Span.End <= place.SpanStart
            && source.Parent?.Parent is { } statement
            && (statement is UsingStatementSyntax ? statement
                : statement.Parent is GlobalStatementSyntax global ? global.Parent! : statement.Parent!).Span.Contains(place.Span));

    /// <summary>The function cancels the source itself: what it awaits before would never come to that.</summary>
    public static bool IsCancelledIn(VariableDeclaratorSyntax source, SyntaxNode function, CodeModel model)
        => Mentions(source, function, model).Any(static name => name.Parent is MemberAccessExpressionSyntax
        {
            Name.Identifier.ValueText: "Cancel" or "CancelAsync"
        } && !IsInHandler(name));

    /// <summary>
    /// The token goes to calls that the function awaits and to nothing else, and only a time-out or an event handler cancels the source.
    /// </summary>
    public static bool OnlyServesAwaitedCalls(VariableDeclaratorSyntax source, SyntaxNode function, CodeModel model)
        => FunctionSyntax.Enclosing(source) == function
            && Serving.GetOrAdd(model, source, _ => OnlyServesAwaitedCalls(Mentions(source, function, model)));

    private static bool OnlyServesAwaitedCalls(IEnumerable<SimpleNameSyntax> mentions)
        => mentions.All(static name => name.Parent is MemberAccessExpressionSyntax access && access.Expression == name
                && access.Name.Identifier.ValueText switch
                {
                    "Token" => access.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }
                        && TaskUse.Of(call).Kind == TaskUseKind.Awaited,
                    "CancelAfter" => true,
                    "Cancel" => IsInHandler(name),
                    _ => false,
                });

    private static IEnumerable<SimpleNameSyntax> Mentions(VariableDeclaratorSyntax source, SyntaxNode function, CodeModel model)
        => NameMentions.In(function, model)[source.Identifier.ValueText];

    /// <summary><c>Console.CancelKeyPress += (_, _) => source.Cancel();</c>.</summary>
    private static bool IsInHandler(SyntaxNode node)
        => node.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() is
        {
            Parent: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression }
                or ArgumentSyntax
            {
                Parent.Parent: InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax
                    {
                        Name.Identifier.ValueText: "Register" or "UnsafeRegister"
                    }
                }
            }
        };
}
