namespace AsyncAnalyzers.Rules.CpuBound;

/// <summary>
/// A function that calls itself twice or more, each time with a parameter made smaller by a constant: the calls multiply with
/// every step, as in the textbook's Fibonacci or the towers of Hanoi. A walk over a tree (<c>Visit(node.Left)</c>) and halving
/// (<c>Sort(low, middle)</c>) are none, nor is a function that remembers its results.
/// </summary>
internal sealed class BranchingRecursion
{
    /// <summary>Where the argument is not known, the calls are taken for this many: enough for every threshold.</summary>
    private const double Unknown = 1e12;

    private readonly double[] _steps;

    private BranchingRecursion(int parameter, double[] steps)
    {
        Parameter = parameter;
        _steps = steps;
    }

    /// <summary>The index of the parameter that becomes smaller.</summary>
    public int Parameter { get; }

    /// <param name="declaration">A method or local function.</param>
    /// <param name="body">Its body.</param>
    /// <returns>Null where the function is no such recursion.</returns>
    public static BranchingRecursion? Of(SyntaxNode declaration, SyntaxNode body)
    {
        (string name, ParameterListSyntax parameters) = declaration switch
        {
            MethodDeclarationSyntax method => (method.Identifier.ValueText, method.ParameterList),
            LocalFunctionStatementSyntax local => (local.Identifier.ValueText, local.ParameterList),
            _ => ("", null!),
        };
        if (parameters is null || parameters.Parameters.Count == 0)
        {
            return null;
        }

        string[] names = parameters.Parameters.Select(parameter => parameter.Identifier.ValueText).ToArray();
        List<InvocationExpressionSyntax> calls = FunctionSyntax.OwnNodes(body).OfType<InvocationExpressionSyntax>()
            .Where(call => CallSyntax.CalledName(call) == name && call.ArgumentList.Arguments.Count == names.Length).ToList();
        if (calls.Count < 2 || RemembersResults(body) || AreAlternatives(calls))
        {
            return null;
        }

        for (int index = 0; index < names.Length; index++)
        {
            int parameter = index;
            double?[] steps = calls.Select(call => Step(call.ArgumentList.Arguments[parameter].Expression, names[parameter])).ToArray();
            if (steps.All(step => step is not null)
                && calls.All(call => call.ArgumentList.Arguments.Where((_, other)
                    => other != parameter).All(argument => IsPassedOn(argument.Expression, names))))
            {
                return new BranchingRecursion(parameter, Array.ConvertAll(steps, step => step!.Value));
            }
        }

        return null;
    }

    /// <summary>The number of calls for an argument: the growth g for one step solves the sum of g^-step = 1.</summary>
    public double Calls(double? argument)
    {
        if (argument is not { } size)
        {
            return Unknown;
        }

        double low = 1, high = _steps.Length + 1;
        for (int i = 0; i < 50; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = _steps.Sum(step => Math.Pow(middle, -step)) > 1 ? (middle, high) : (low, middle);
        }

        return Math.Min(Unknown, Math.Pow(low, Math.Max(0, size)));
    }

    /// <summary><c>n - 1</c>.</summary>
    private static double? Step(ExpressionSyntax argument, string parameter)
        => CallSyntax.WalkDownParentheses(argument) is BinaryExpressionSyntax
        {
            RawKind: (int)SyntaxKind.SubtractExpression,
            Left: IdentifierNameSyntax left, Right: LiteralExpressionSyntax { Token.Value: int step and > 0 }
        }
            && left.Identifier.ValueText == parameter ? step : null;

    private static bool IsPassedOn(ExpressionSyntax argument, string[] parameters)
        => argument is IdentifierNameSyntax name ? parameters.Contains(name.Identifier.ValueText)
            : argument is BinaryExpressionSyntax { Left: IdentifierNameSyntax left, Right: LiteralExpressionSyntax }
                && parameters.Contains(left.Identifier.ValueText);

    /// <summary>An assignment to an element or a call such as Add: the function keeps what it computed.</summary>
    private static bool RemembersResults(SyntaxNode body)
        => body.Descendants().Any(node => node switch
        {
            AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax } => true,
            InvocationExpressionSyntax call
                => CallSyntax.CalledName(call) is "Add" or "TryAdd" or "TryGetValue" or "GetOrAdd" or "ContainsKey",
            _ => false,
        });

    /// <summary>At most one of the calls runs: each stands in another branch, or in a <c>return</c> of its own.</summary>
    private static bool AreAlternatives(List<InvocationExpressionSyntax> calls)
    {
        List<SyntaxNode> branches = calls.ConvertAll(call => call.AncestorsAndSelf()
            .FirstOrDefault(node => node is ReturnStatementSyntax or SwitchSectionSyntax or SwitchExpressionArmSyntax
                || node.Parent is ConditionalExpressionSyntax conditional && node != conditional.Condition) ?? call.SyntaxTree.GetRoot());
        return branches.Distinct().Count() == branches.Count && branches.Count > 1;
    }
}
