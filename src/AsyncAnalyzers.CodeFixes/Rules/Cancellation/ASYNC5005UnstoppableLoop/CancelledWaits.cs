namespace AsyncAnalyzers.Rules.Cancellation;

using static SyntaxFactory;

/// <summary>
/// The waits of a loop that are given its token. A wait that is cancelled throws: where the exception would be swallowed as a failure, or
/// leave a function that ended normally, a delay is awaited without throwing, and other waits are left as they are.
/// </summary>
internal sealed class CancelledWaits
{
    private readonly UnstoppableLoop _found;
    private readonly RepairRequest _request;
    private readonly CancellationToken _cancellationToken;
    private readonly SyntaxNode _function;
    private readonly IMethodSymbol? _method;
    private readonly Dictionary<SyntaxNode, SyntaxNode> _edits = new();
    private readonly Dictionary<SyntaxNode, Phrase> _titles = new();

    private CancelledWaits(UnstoppableLoop found, RepairRequest request, CancellationToken cancellationToken)
    {
        _found = found;
        _request = request;
        _cancellationToken = cancellationToken;
        _function = FunctionSyntax.Enclosing(found.Loop)!;
        _method = FunctionSyntax.SymbolOf(_function, request.ModelFor(cancellationToken));
    }

    /// <summary>What is replaced, by what.</summary>
    public IReadOnlyDictionary<SyntaxNode, SyntaxNode> Edits => _edits;

    /// <summary>The exception of a cancelled wait may leave the function of the loop.</summary>
    public bool MayThrowFromLoop => !IsSwallowed(_found.Loop) && !EndsProcess;

    /// <summary>What comes out of an <c>async void</c> function ends the process.</summary>
    private bool EndsProcess => FunctionSyntax.IsAsync(_function) && _method is { ReturnsVoid: true };

    public static CancelledWaits Of(UnstoppableLoop found, RepairRequest request, CancellationToken cancellationToken)
    {
        var waits = new CancelledWaits(found, request, cancellationToken);
        if (!found.Token!.IsOfSource || !waits.IsSourceDisposed())
        {
            foreach (InvocationExpressionSyntax wait in found.Waits)
            {
                waits.Add(wait);
            }
        }

        return waits;
    }

    /// <summary>The wait is given the token.</summary>
    public bool Contains(InvocationExpressionSyntax wait) => _titles.ContainsKey(wait);

    /// <summary>What the edit of the wait is called; null where it is not edited.</summary>
    public Phrase? TitleOf(SyntaxNode wait) => _titles.TryGetValue(wait, out Phrase title) ? title : null;

    public SyntaxNode Apply(SyntaxNode root) => root.ReplaceNodes(_edits.Keys, (original, _) => _edits[original]);

    private void Add(InvocationExpressionSyntax wait)
    {
        if (CallSyntax.MethodOf(wait, _request.ModelFor(_cancellationToken)) is not { } method)
        {
            return;
        }

        string token = _found.Token!.Text;
        if (method.IsDeclaredIn(_request.Types.Thread))
        {
            _edits[wait] = wait.WithExpression(ParseExpression(token + ".WaitHandle.WaitOne").WithTriviaFrom(wait.Expression));
            _titles[wait] = $"Wait with '{token}.WaitHandle.WaitOne'";
            return;
        }

        if (TokenArguments.Free(wait, method, _request.ModelFor(_cancellationToken)) is not { } parameter)
        {
            return;
        }

        string name = method.IsStatic ? $"{method.ContainingType.Name}.{method.Name}" : method.Name;
        InvocationExpressionSyntax given = WithToken(wait, parameter, token);
        if (MayThrow(wait))
        {
            _edits[wait] = given;
            _titles[wait] = $"Pass '{token}' to '{name}'";
        }
        else if (WithoutThrowing(wait, given) is var (replaced, replacement))
        {
            _edits[replaced] = replacement;
            _titles[wait] = $"Pass '{token}' to '{name}', without an exception";
        }
    }

    private static InvocationExpressionSyntax WithToken(InvocationExpressionSyntax wait, IParameterSymbol parameter, string token)
    {
        SeparatedSyntaxList<ArgumentSyntax> arguments = wait.ArgumentList.Arguments;
        ArgumentSyntax argument = Argument(ParseExpression(token));
        if (parameter.Ordinal != arguments.Count || arguments.Any(static given => given.NameColon is not null))
        {
            argument = argument.WithNameColon(
                NameColon(IdentifierName(parameter.Name), Token(SyntaxKind.ColonToken).WithTrailingTrivia(Space)));
        }

        SyntaxNodeOrTokenList list = arguments.GetWithSeparators();
        if (arguments.Count > 0)
        {
            list = list.Add(Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space));
        }

        return wait.WithArgumentList(wait.ArgumentList.WithArguments(SeparatedList<ArgumentSyntax>(list.Add(argument))));
    }

    private bool MayThrow(InvocationExpressionSyntax wait)
        => IsHandled(wait)
            || !IsSwallowed(wait)
                && !EndsProcess
                && (_found.Fault == LoopFault.LooksAtNoToken
                    || IsWorkOfHost && !IsFollowed()
                    || FunctionSyntax.OwnNodes(_found.Loop).Any(node
                        => node is InvocationExpressionSyntax call && call != wait && ThrowsToo(call)));

    private bool IsWorkOfHost => _method is not null && HostedService.RunsUntilStopped(_method, _method.ContainingType, _request.Types);

    /// <summary>A call whose cancellation leaves the loop already.</summary>
    private bool ThrowsToo(InvocationExpressionSyntax call)
        => (CallSyntax.CalledName(call) == "ThrowIfCancellationRequested"
                || call.Parent is AwaitExpressionSyntax or MemberAccessExpressionSyntax { Parent.Parent: AwaitExpressionSyntax }
                    && call.ArgumentList.Arguments.Any(argument
                        => argument.Expression.ToString() is var given && (given == _found.Token!.Text || given == _found.Token.Name)))
            && !IsHandled(call)
            && !IsSwallowed(call);

    /// <summary>Something is done behind the loop, which an exception would skip.</summary>
    private bool IsFollowed()
        => _found.Loop.AncestorsAndSelf().TakeWhile(ancestor => ancestor != _function)
            .Any(static ancestor => ancestor.Parent is BlockSyntax block && ancestor is StatementSyntax statement
                && block.Statements.SkipWhile(one => one != statement).Skip(1).Any(static one => one is not LocalFunctionStatementSyntax));

    /// <summary>A <c>catch</c> of cancellations is around the place.</summary>
    private bool IsHandled(SyntaxNode place) => FirstCatch(place) is { } @catch && LoopWaits.IsCancellation(@catch);

    /// <summary>A <c>catch</c> of all exceptions is around the place, which takes the cancellation for a failure.</summary>
    private bool IsSwallowed(SyntaxNode place) => FirstCatch(place) is { } @catch && !LoopWaits.IsCancellation(@catch);

    /// <summary>The clause that a cancellation at the place ends up in.</summary>
    private CatchClauseSyntax? FirstCatch(SyntaxNode place)
        => place.Ancestors().TakeWhile(ancestor => ancestor != _function).OfType<TryStatementSyntax>()
            .Where(@try => @try.Block.Span.Contains(place.Span))
            .SelectMany(static @try => @try.Catches)
            .FirstOrDefault(static @catch => LoopWaits.IsCancellation(@catch)
                || (@catch.Declaration is null || TypeNames.Of(@catch.Declaration.Type) is "Exception" or "SystemException")
                    && !(@catch.Filter is { } filter && filter.DescendantNodes().Any(static node => node is SimpleNameSyntax
                    {
                        Identifier.ValueText: "OperationCanceledException" or "TaskCanceledException" or "IsCancellationRequested"
                    })));

    /// <summary><c>await Task.Delay(x, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);</c></summary>
    private (SyntaxNode Replaced, SyntaxNode Replacement)? WithoutThrowing(
        InvocationExpressionSyntax wait, InvocationExpressionSyntax given)
    {
        ExpressionSyntax operand = wait.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax configured } access
            && access.Name.Identifier.ValueText == "ConfigureAwait"
                ? configured
                : wait;
        if (CallSyntax.CalledName(wait) != "Delay"
            || operand.Parent is not AwaitExpressionSyntax { Parent: ExpressionStatementSyntax }
            || _request.Types.ConfigureAwaitOptions is not { } options
            || operand is InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } && operand != wait
                && arguments[0].Expression is not LiteralExpressionSyntax)
        {
            return null;
        }

        bool goesBack = !IsWorkOfHost
            && (operand == wait || ((InvocationExpressionSyntax)operand).ArgumentList.Arguments[0].Expression
                .IsKind(SyntaxKind.TrueLiteralExpression));
        ExpressionSyntax type = TypeNaming.ExpressionOf(_request, options);
        ExpressionSyntax quiet = TypeNaming.Member(type, "SuppressThrowing");
        if (goesBack)
        {
            quiet = BinaryExpression(
                SyntaxKind.BitwiseOrExpression, quiet, Token(TriviaList(Space), SyntaxKind.BarToken, TriviaList(Space)),
                TypeNaming.Member(type, "ContinueOnCapturedContext"));
        }

        return (operand, InvocationExpression(
                TypeNaming.Member(given.WithoutTrivia(), "ConfigureAwait"),
                ArgumentList(SingletonSeparatedList(Argument(quiet))))
            .WithTriviaFrom(operand));
    }

    /// <summary>The token of a source that is disposed may not be asked for.</summary>
    private bool IsSourceDisposed()
        => ((SyntaxNode?)_found.Loop.FirstAncestorOrSelf<TypeDeclarationSyntax>() ?? _request.Root)
            .DescendantNodes().Any(node => node is IdentifierNameSyntax { Identifier.ValueText: "Dispose" }
                && (node.FirstAncestorOrSelf<StatementSyntax>() ?? node.Parent!.Parent!).DescendantNodes().Any(part
                    => part is IdentifierNameSyntax name && name.Identifier.ValueText == _found.Token!.Root.Name));
}
